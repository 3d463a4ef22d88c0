import { type Audience, type AudienceChoice, audiencesChosen } from './audience';
import type { Caller } from './caller';
import { limits } from './descriptor';
import type { Group } from './group';
import type { Member } from './member';
import { DomainError } from './problem';
import { withoutOwn } from './revise';
import { mayAddress } from './visibility';

export type Address = (choice: AudienceChoice) => Promise<Audience[]>;

export interface AddressDeps {
  readonly directory: {
    readProfile(id: string): Promise<Pick<Member, 'state' | 'organisationClass'> | undefined>;
  };
  readonly groups: {
    readGroups(ids: readonly string[]): Promise<readonly Pick<Group, 'membersCanUse'>[]>;
  };
}

/**
 * Turns a caller's choice into audiences that it may use, or refuses; an empty choice is only itself, which is no
 * audience besides its own. Hidden, absent and forbidden audiences get one and the same refusal. Members and groups
 * are looked up once per request.
 */
export function addressFor(
  caller: Pick<Caller, 'member' | 'governance'>,
  deps: AddressDeps,
): Address {
  const { member, governance } = caller;
  const { policy } = governance;
  const known = new Map<Audience, Promise<boolean>>();
  const isUsable = (audience: Audience) => {
    const asked = known.get(audience) ?? lookUp(audience, member, deps);
    known.set(audience, asked);
    return asked;
  };
  return async (choice) => {
    const audiences = withoutOwn(audiencesChosen(choice), member.id);
    if (audiences.length > limits.audiences) throw tooMany();
    const answers = await Promise.all(audiences.map(isUsable));
    const usable = new Set(audiences.filter((_, at) => answers[at]));
    if (!audiences.every((audience) => mayAddress(member, audience, usable, policy)))
      throw unusable();
    return audiences;
  };
}

/** What of an audience stands elsewhere: whether a member is active, whether a group lets its members publish. */
async function lookUp(
  audience: Audience,
  { groups: mine, ownedGroups }: Member,
  { directory, groups }: AddressDeps,
): Promise<boolean> {
  const [kind, id = ''] = audience.split(':');
  if (kind === 'member') {
    const profile = await directory.readProfile(id);
    return profile?.state === 'active' && profile.organisationClass !== 'operator';
  }
  // Of a group that the caller is not in nothing is read: hidden or absent, it costs the same.
  if (kind !== 'group' || !mine.includes(id)) return false;
  if (ownedGroups.includes(id)) return true;
  const [group] = await groups.readGroups([id]);
  return group?.membersCanUse === true;
}

function tooMany(): DomainError {
  return new DomainError('audience.too_many', `At most ${limits.audiences} audiences.`, {
    pointer: '/audience',
  });
}

export function unusable(): DomainError {
  return new DomainError(
    'audience.unusable',
    'At least one audience does not exist or is not yours to use.',
    { pointer: '/audience' },
  );
}
