import { type Audience, groupAudience, memberAudience } from './audience';
import type { Member, OrganisationClass } from './member';

/** Which organisations are part of the community audience: data, versioned, with its reason. */
export interface CommunityPolicy {
  readonly version: number;
  readonly eligibleClasses: readonly OrganisationClass[];
  readonly reason: string;
}

export const defaultCommunityPolicy: CommunityPolicy = {
  version: 1,
  eligibleClasses: ['company', 'nonprofit', 'academic'],
  reason:
    'The community is private organisations; government takes part only where a policy says so.',
};

/** Whose sight it is decides everything; it is passed in, so that a test can bend it and see the proof fail. */
export type AudiencesOf = (member: Member | undefined) => Audience[];

/** The one function that decides who may see what (design section 4). Unknown or inactive: nothing. */
export function audiencesOf(
  member: Member | undefined,
  policy: CommunityPolicy = defaultCommunityPolicy,
): Audience[] {
  if (member?.state !== 'active') return [];
  return [
    memberAudience(member.id),
    ...[...member.groups].sort().map(groupAudience),
    ...(isInCommunity(member, policy) ? (['community'] as const) : []),
  ];
}

/**
 * To whom a member may publish. A named member must be among `named`, those that were looked up and are active.
 * The caller answers every refusal alike: hidden and absent audiences may not be told apart.
 */
export function mayAddress(
  member: Member,
  audience: Audience,
  named: ReadonlySet<string>,
  policy: CommunityPolicy = defaultCommunityPolicy,
): boolean {
  if (audiencesOf(member, policy).includes(audience)) return true;
  return (
    member.state === 'active' &&
    audience.startsWith('member:') &&
    named.has(audience.slice('member:'.length))
  );
}

function isInCommunity(member: Member, policy: CommunityPolicy): boolean {
  return policy.eligibleClasses.includes(member.organisationClass);
}
