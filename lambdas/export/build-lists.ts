import type { ListDefinition } from '../contracts/lists.contract';
import type { Caller } from '../core/caller';
import { freshSeconds } from '../core/export/cached-list';
import { onwards } from '../core/onwards';
import { DomainError, type ErrorCode } from '../core/problem';
import { microsPerSecond } from '../core/time';
import type { AudiencesOf } from '../core/visibility';
import type { DirectoryStore } from '../store/directory-store';
import type { GovernanceStore } from '../store/governance-store';
import type { JobStore } from '../store/job-store';
import type { ListContentStore } from '../store/list-content-store';
import type { NamedStore } from '../store/named-store';
import { type BuildListDeps, buildList } from './build-list';
import { type ListSourceDeps, readListSource } from './list-source';
import { isCurrent } from './read-list';

export type BuildListsDeps = BuildListDeps &
  ListSourceDeps & {
    readonly lists: Pick<NamedStore<ListDefinition>, 'listAll'>;
    readonly contents: ListContentStore;
    readonly directory: Pick<DirectoryStore, 'readMember'>;
    readonly governance: Pick<GovernanceStore, 'read'>;
    readonly audiencesOf: AudiencesOf;
    readonly jobs: Pick<JobStore, 'take' | 'save'>;
    readonly onFailure: (list: string, error: unknown) => void;
  };

const job = 'lists';
const graceSeconds = 60;
/** A copy younger than this was just built for who fetched it. */
const youngSeconds = freshSeconds / 5;

/** Builds all lists in turn, from where the last slice ended, so that one large list starves no other for ever. */
export async function buildLists(
  seconds: number,
  deps: BuildListsDeps,
): Promise<'busy' | { readonly built: number }> {
  const nowMicros = deps.now();
  const until = nowMicros + seconds * microsPerSecond;
  const untilMicros = until + graceSeconds * microsPerSecond;
  const taken = await deps.jobs.take(job, { nowMicros, untilMicros, force: false });
  if (!taken) return 'busy';
  let [built, last] = [0, taken.state ?? ''];
  for (const list of onwards(await deps.lists.listAll(), last)) {
    if (deps.now() >= until) break;
    if (await buildOne(list, until, deps)) built += 1;
    last = list;
  }
  await deps.jobs.save(job, taken.turn, last, true);
  return { built };
}

/** True when it was built; one that can't be keeps no other from it. */
async function buildOne(which: string, until: number, deps: BuildListsDeps): Promise<boolean> {
  const [memberId = '', name = ''] = which.split('/');
  try {
    const caller = await callerOf(memberId, deps);
    const source = caller && (await readListSource(memberId, name, deps));
    if (!source) return false;
    const former = await deps.contents.read(memberId, name);
    const now = deps.now();
    const isYoung = former && now - former.builtAt < youngSeconds * microsPerSecond;
    if (isYoung && isCurrent(former, source, caller, now)) return false;
    const built = await buildList({ source, former, caller, until }, deps);
    if (built) await deps.contents.put(memberId, name, built);
    return built !== undefined;
  } catch (error) {
    if (!isForMember(error)) deps.onFailure(which, error);
    return false;
  }
}

/** Told to the member when it asks for the list: an audience that it has left, a search that can't be asked. */
function isForMember(error: unknown): boolean {
  const codes: readonly ErrorCode[] = ['object.not_found', 'list.search_unusable'];
  return error instanceof DomainError && codes.includes(error.code);
}

/** The member as it would call; nobody where it is not active. */
async function callerOf(
  memberId: string,
  { directory, governance, audiencesOf }: BuildListsDeps,
): Promise<Caller | undefined> {
  const record = await directory.readMember(memberId);
  const inForce = await governance.read();
  const audiences = audiencesOf(record?.member, inForce.policy);
  if (!record || audiences.length === 0) return undefined;
  const credential = { id: '0', role: 'reader' } as const;
  return { member: record.member, credential, scopes: ['read'], audiences, governance: inForce };
}
