import { z } from 'zod';
import type { MatchedMessage } from '../contracts/matched-message';
import type { Audience } from '../core/audience';
import type { IdMaker } from '../core/id';
import type { Clock } from '../core/time';
import { isLiveWatch, type Watch } from '../core/watch/watch';
import type { OpenSearch } from '../store/search-store';
import type { WatchStore } from '../store/watch-store';
import type { OwnedTask, WatchTaskStore } from '../store/watch-task-store';
import { type Found, walkWatch } from './walk-watch';

export interface RetroDeps {
  readonly watches: Pick<WatchStore, 'read' | 'noteRetro'>;
  readonly tasks: Pick<WatchTaskStore, 'goOn' | 'end'>;
  /** Its reads are strong: what was committed before the matcher knew of the watch is seen. */
  readonly open: OpenSearch;
  readonly audiencesOf: (member: string) => Promise<readonly Audience[]>;
  readonly send: (
    messages: readonly MatchedMessage[],
  ) => Promise<ReadonlyMap<MatchedMessage, unknown>>;
  readonly makeId: IdMaker;
  readonly now: Clock;
}

/** Of what was there already so much is told; the rest is found by a search. */
export const mostRetro = 10_000;

const checkpoint = z.object({
  list: z.number(),
  after: z.string().optional(),
  found: z.number(),
});
type Checkpoint = z.infer<typeof checkpoint>;

/** Thrown where somebody else has changed the watch: the task is his now. */
const overtaken = Symbol('overtaken');
const piecesBetweenNotes = 20;

/** Runs a watch against what is there already, from where it has come to; what it tells twice has the same id. */
export async function retroMatch(
  owned: OwnedTask,
  hasTime: () => boolean,
  deps: RetroDeps,
): Promise<void> {
  const { member, id, task } = owned;
  const watch = await deps.watches.read(member, id);
  if (!watch || !isLiveWatch({ ...watch, state: 'live' }, deps.now())) {
    await deps.tasks.end(owned);
    return;
  }
  const from = task.place === undefined ? start : checkpoint.parse(JSON.parse(task.place));
  const audiences = await deps.audiencesOf(member);
  try {
    const place = await tellFrom(from, watch, audiences, owned, hasTime, deps);
    await note(owned, place, deps);
  } catch (error) {
    if (error !== overtaken) throw error;
  }
}

const start: Checkpoint = { list: 0, found: 0 };

/** Where it has come to, and whether that is the end. */
interface Told {
  readonly place: Checkpoint;
  readonly isEnd: boolean;
}

async function tellFrom(
  from: Checkpoint,
  watch: Watch,
  audiences: readonly Audience[],
  owned: OwnedTask,
  hasTime: () => boolean,
  deps: RetroDeps,
): Promise<Told> {
  let { found: total } = from;
  let pieces = 0;
  let place: Checkpoint = from;
  const rest = await walkWatch({ ...watch, audiences }, from, {
    ...{ reads: deps.open(), makeId: deps.makeId },
    mayRead: () => hasTime() && total < mostRetro,
    onFound: async (found, next) => {
      await tell(found, watch, deps);
      total += found.length;
      pieces += 1;
      place = { ...next, found: total };
      if (pieces % piecesBetweenNotes > 0) return;
      if (!(await deps.tasks.goOn(owned, JSON.stringify(place)))) throw overtaken;
    },
  });
  return { place: { ...place, found: total }, isEnd: rest === undefined || total >= mostRetro };
}

async function tell(found: readonly Found[], { member, id }: Watch, { send }: RetroDeps) {
  if (found.length === 0) return;
  const messages = found.map(({ audience, row }): MatchedMessage => {
    const { position, indicatorId, kind = 'descriptor', projection } = row;
    const change = { audience, position, at: position, kind, id: row.id, indicatorId, projection };
    return { change, event: 'new', watches: [{ member, watchId: id }] };
  });
  const [refusal] = (await send(messages)).values();
  if (refusal !== undefined) throw refusal;
}

/** How far it has come; at the end together with the task, so that no death between leaves one without the other. */
async function note(owned: OwnedTask, { place, isEnd }: Told, deps: RetroDeps) {
  if (!isEnd && !(await deps.tasks.goOn(owned, JSON.stringify(place)))) return;
  const { found } = place;
  const state = isEnd ? ('done' as const) : ('running' as const);
  await deps.watches.noteRetro(owned, { state, found, complete: found < mostRetro });
}
