import type { By } from '../core/by';
import type { MemberState } from '../core/member';
import type { ApplicationStore } from '../store/application-store';
import type { DirectoryStore } from '../store/directory-store';
import type { ListContentStore } from '../store/list-content-store';
import type { NamedStore } from '../store/named-store';

type Names = Pick<NamedStore<unknown>, 'listNames' | 'remove'>;

export interface ForgetDeps {
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
  readonly applications: Pick<ApplicationStore, 'freeDomain'>;
  readonly searches: Names;
  readonly lists: Names;
  readonly contents: Pick<ListContentStore, 'remove'>;
}

/**
 * What a member that has left kept for itself is removed: what it asked may hold values. The domain of one that
 * withdrew is free again; whether one that was expelled comes back is the operator's to decide.
 */
export async function forget(
  memberId: string,
  { state, by }: { readonly state: MemberState | undefined; readonly by: By },
  deps: ForgetDeps,
): Promise<void> {
  for (const name of await deps.searches.listNames(memberId)) {
    await deps.searches.remove(memberId, name, by);
  }
  for (const name of await deps.lists.listNames(memberId)) {
    // While there is the row, a walk that was broken off finds the object.
    await deps.contents.remove(memberId, name);
    await deps.lists.remove(memberId, name, by);
  }
  if (state !== 'withdrawn') return;
  const profile = await deps.directory.readProfile(memberId);
  if (profile?.domain) await deps.applications.freeDomain(profile.domain, memberId);
}
