import { type Audience, groupAudience, memberAudience } from './audience';
import type { Member } from './member';
import type { Policy } from './policy';

/** Whose sight it is decides everything; it is passed in, so that a test can bend it and see the proof fail. */
export type AudiencesOf = (member: Member | undefined, policy: Policy) => Audience[];

/** What of a member decides which audiences it is in. */
export type Placed = Pick<Member, 'id' | 'organisationClass' | 'state' | 'groups'>;

/** The one function that decides who may see what (design section 4). Unknown or inactive: nothing. */
export function audiencesOf(member: Placed | undefined, policy: Policy): Audience[] {
  if (member?.state !== 'active') return [];
  return [
    memberAudience(member.id),
    ...[...member.groups].sort().map(groupAudience),
    ...(isInCommunity(member, policy) ? (['community'] as const) : []),
  ];
}

/**
 * To whom a member may publish. Members and groups must be among `usable`: what was looked up and is an active
 * member, or a group that lets this member publish. The caller answers every refusal alike: hidden and absent
 * audiences may not be told apart.
 */
export function mayAddress(
  member: Member,
  audience: Audience,
  usable: ReadonlySet<Audience>,
  policy: Policy,
): boolean {
  const isSeen = audiencesOf(member, policy).includes(audience);
  if (audience.startsWith('group:')) return isSeen && usable.has(audience);
  if (isSeen) return true;
  return member.state === 'active' && audience.startsWith('member:') && usable.has(audience);
}

function isInCommunity(member: Placed, { community }: Policy): boolean {
  return community.eligibleClasses.some((eligible) => eligible === member.organisationClass);
}
