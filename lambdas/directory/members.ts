import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import type { OrganisationClass } from '../core/member';
import { type Created, fingerprintOf, newId, repeatOf } from '../core/new-object';
import type { Profile } from '../store/directory-rows';
import type { ProfileQuery } from '../store/directory-store';
import type { DirectoryDeps } from './directory-deps';

type MemberView = Omit<Profile, 'fingerprint'>;

export async function createMember(
  request: { readonly name: string; readonly organisationClass: OrganisationClass },
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<Created<MemberView>> {
  const id = newId('member', operator, idempotency, deps);
  const view = { id, ...request, state: 'active' } as const;
  const profile = { ...view, ...fingerprintOf(idempotency), by: byOf(operator) };
  if (await deps.directory.addProfile(profile)) return { created: true, value: view };
  const { fingerprint: _, ...standing } = repeatOf(
    await deps.directory.readProfile(id),
    idempotency,
  );
  return { created: false, value: standing };
}

const membersPerPage = 100;

export async function listMembers(
  query: Pick<ProfileQuery, 'after' | 'state'>,
  { directory }: Pick<DirectoryDeps, 'directory'>,
) {
  const { profiles, next } = await directory.listProfiles({ ...query, limit: membersPerPage });
  return { members: profiles.map(({ fingerprint: _, ...view }) => view), next };
}
