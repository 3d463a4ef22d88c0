import { isoTime } from '../core/time';
import type { WatchStore } from '../store/watch-store';
import type { OwnedTask, WatchTask, WatchTaskStore } from '../store/watch-task-store';
import { type CompactDeps, compactTokens } from './compact-tokens';
import { type PostDeps, postWatch } from './post-watch';
import { type RetroDeps, retroMatch } from './retro-match';

export interface KeepDeps extends PostDeps, RetroDeps, CompactDeps {
  readonly watches: WatchStore;
  readonly tasks: WatchTaskStore;
  readonly tokens: CompactDeps['tokens'];
  readonly postings: PostDeps['postings'] & CompactDeps['postings'];
  /** Told of what failed, by the watch's id. */
  readonly onFailure: (id: string, error: unknown) => void;
}

/** Longer than any function of the API lives: whoever left a task is dead by then. */
const abandonedMicros = 60_000_000;
const endedAtOnce = 100;

/** Does what is left to be done for watches: what nobody finished, runs against what is there, and those that have ended. */
export async function keepWatches(
  hasTime: () => boolean,
  deps: KeepDeps,
): Promise<{ readonly tasks: number; readonly failed: number }> {
  let [done, failed] = [0, await endWatches(deps)];
  for (const owned of await deps.tasks.list()) {
    if (!hasTime()) break;
    try {
      await doTask(owned, hasTime, deps);
      done += 1;
    } catch (error) {
      failed += 1;
      deps.onFailure(owned.id, error);
    }
  }
  if (hasTime()) await compactTokens(deps);
  return { tasks: done, failed };
}

async function doTask(owned: OwnedTask, hasTime: () => boolean, deps: KeepDeps): Promise<void> {
  if (owned.task.step === 'retro') return retroMatch(owned, hasTime, deps);
  if (deps.now() - owned.task.at >= abandonedMicros) await postWatch(owned, deps);
}

/** What has ended stands nowhere any more, and costs nothing. One that can't be read holds up no other. */
async function endWatches(deps: KeepDeps): Promise<number> {
  let failed = 0;
  for (const ended of await deps.watches.listEnded(isoTime(deps.now()), endedAtOnce)) {
    try {
      await endWatch(ended, deps);
    } catch (error) {
      failed += 1;
      deps.onFailure(ended.id, error);
    }
  }
  return failed;
}

async function endWatch(
  { member, id }: Pick<OwnedTask, 'member' | 'id'>,
  deps: KeepDeps,
): Promise<void> {
  const { watches, now } = deps;
  const was = await watches.read(member, id);
  if (!was || was.state === 'expired' || was.expiresAt === null) return;
  const version = Math.max(was.version + 1, now());
  const { said, ...watch } = was;
  const task: WatchTask = { step: 'post', version, at: now(), runs: false, was: said };
  const ended = { ...watch, version, state: 'expired' as const };
  if (await watches.replace(was, ended, task)) await postWatch({ member, id, task }, deps);
}
