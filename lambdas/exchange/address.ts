import { type Audience, type AudienceChoice, audiencesChosen } from '../core/audience';
import type { Caller } from '../core/caller';
import { limits } from '../core/descriptor';
import { DomainError } from '../core/problem';
import { withoutOwn } from '../core/revise';
import { mayAddress } from '../core/visibility';
import type { DirectoryStore } from '../store/directory-store';

export type Address = (choice: AudienceChoice) => Promise<Audience[]>;

/**
 * Turns a caller's choice into audiences that it may use, or refuses; an empty choice is only itself, which is no
 * audience besides its own. Hidden, absent and forbidden audiences get one and the same refusal. Named members are
 * looked up once per request.
 */
export function addressFor(
  caller: Pick<Caller, 'member' | 'governance'>,
  directory: Pick<DirectoryStore, 'readProfile'>,
): Address {
  const { member, governance } = caller;
  const { policy } = governance;
  const known = new Map<string, Promise<boolean>>();
  const isActive = (memberId: string) => {
    const asked = known.get(memberId) ?? readActive(directory, memberId);
    known.set(memberId, asked);
    return asked;
  };
  return async (choice) => {
    const audiences = withoutOwn(audiencesChosen(choice), member.id);
    if (audiences.length > limits.audiences) throw tooMany();
    const named = await activeAmong(choice.members ?? [], isActive);
    if (!audiences.every((audience) => mayAddress(member, audience, named, policy)))
      throw unusable();
    return audiences;
  };
}

async function activeAmong(
  memberIds: readonly string[],
  isActive: (id: string) => Promise<boolean>,
): Promise<Set<string>> {
  const active = await Promise.all(memberIds.map(isActive));
  return new Set(memberIds.filter((_, at) => active[at]));
}

async function readActive(
  directory: Pick<DirectoryStore, 'readProfile'>,
  memberId: string,
): Promise<boolean> {
  const profile = await directory.readProfile(memberId);
  return profile?.state === 'active' && profile.organisationClass !== 'operator';
}

function tooMany(): DomainError {
  return new DomainError('audience.too_many', `At most ${limits.audiences} audiences.`, {
    pointer: '/audience',
  });
}

function unusable(): DomainError {
  return new DomainError(
    'audience.unusable',
    'At least one audience does not exist or is not yours to use.',
    { pointer: '/audience' },
  );
}
