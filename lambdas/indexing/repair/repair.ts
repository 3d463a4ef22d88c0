import type { RepairReply, RepairRequest } from '../../contracts/operations';
import { microsPerSecond } from '../../core/time';
import type { RepairDeps } from './repair-deps';
import { readDirectory, stepOn } from './walk';
import { beginWalk, isOver, replyOf, type WalkState } from './walk-state';

const defaultSeconds = 20;
/** A slice that was killed is taken over so long after its time. */
const graceSeconds = 60;
const secondsBetweenSaves = 5;

/**
 * One slice of a job: it goes on from where the last one stopped, and stops when its time is up. A slice that is
 * killed loses at most its last seconds; each step can be done again.
 */
export async function repair(request: RepairRequest, deps: RepairDeps): Promise<RepairReply> {
  const { job, anew = false, seconds = defaultSeconds } = request;
  const began = deps.now();
  const ends = began + seconds * microsPerSecond;
  const untilMicros = ends + graceSeconds * microsPerSecond;
  const key = keyOf(job);
  const taken = await deps.jobs.take(key, { nowMicros: began, untilMicros, force: anew });
  const kept = taken?.state === undefined ? undefined : (JSON.parse(taken.state) as WalkState);
  if (!taken) return replyOf(beginWalk(request, began), began, 'busy');
  const unfinished = kept && !isOver(kept) ? kept : undefined;
  const walk = goesOn(unfinished, request) ? unfinished : beginWalk(request, began, unfinished);
  const isMine = await goOn(walk, taken.turn, ends, deps);
  return replyOf(walk, deps.now(), isMine ? undefined : 'busy');
}

/** Those that mend take turns. */
function keyOf(job: RepairRequest['job']): string {
  return job === 'check' ? 'check' : 'mend';
}

/** A rebuild that was left in the middle is finished by whichever comes next. */
function goesOn(
  unfinished: WalkState | undefined,
  { job, anew }: RepairRequest,
): unfinished is WalkState {
  if (!unfinished) return false;
  return unfinished.job === job ? !anew : unfinished.job === 'rebuild-index';
}

/** The last walk of any job that came to its end. */
export async function lastWalk({ jobs }: Pick<RepairDeps, 'jobs'>): Promise<RepairReply | null> {
  const kept = await Promise.all(
    (['check', 'reconcile'] as const).map((job) => jobs.read(keyOf(job))),
  );
  const over = kept
    .flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as WalkState]))
    .filter(({ step }) => step === 'done')
    .sort((a, b) => b.endedAt - a.endedAt);
  const [last] = over;
  return last ? replyOf(last, last.endedAt) : null;
}

/** False when another slice has taken the job over. */
async function goOn(
  walk: WalkState,
  turn: number,
  ends: number,
  deps: RepairDeps,
): Promise<boolean> {
  const all = await readDirectory(deps);
  const save = (isEnd: boolean) =>
    deps.jobs.save(keyOf(walk.job), turn, JSON.stringify(walk), isEnd);
  let saved = deps.now();
  while (!isOver(walk)) {
    await stepOn(walk, all, deps);
    walk.endedAt = deps.now();
    if (deps.now() >= ends) break;
    if (deps.now() - saved < secondsBetweenSaves * microsPerSecond) continue;
    if (!(await save(false))) return false;
    saved = deps.now();
  }
  return save(true);
}
