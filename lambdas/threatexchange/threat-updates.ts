import { type Audience, groupAudience } from '../core/audience';
import { tombstoneDays } from '../core/feed';
import { isRowHidden } from '../core/governance';
import { isLiveOpinion, type Projection } from '../core/projection';
import { microsPerDay, microsPerSecond } from '../core/time';
import type { FeedEntry } from '../store/feed-store';
import type { GraphContext } from './graph-context';
import { badParameter, GraphError, missing } from './graph-error';
import { type Params, readLimit, readList } from './read-params';

/** What became of an indicator in a group, at its last change among those that were read. */
export interface Update {
  readonly indicatorId: string;
  readonly position: number;
  /** Where anything that was read tells it. */
  readonly value: Pick<Projection, 'type' | 'value'> | undefined;
  /** Whether an opinion on it that was read stands. */
  readonly isLive: boolean;
}

export interface UpdatesPage {
  readonly audience: Audience;
  readonly updates: readonly Update[];
  /** Where the next page begins, if there is more. */
  readonly after: number | undefined;
  readonly limit: number;
}

const most = 1000;
const fewestEntries = 50;

/** The changes of a group by position, each indicator once; never an empty page before the end. */
export async function readUpdates(groupId: string, context: GraphContext): Promise<UpdatesPage> {
  const { request, caller, deps } = context;
  const audience = caller.audiences.find((one) => one === groupAudience(groupId));
  if (!audience) throw missing('GET');
  const limit = readLimit(request.params, most);
  const types = readList(request.params, 'types');
  const head = await deps.feeds.readHead(audience);
  const start = startOf(request.params, Math.floor(head.position / microsPerSecond), deps.now());
  const stop = readSecond(request.params, 'stop_time');
  const upTo = Math.min(
    head.settled,
    stop === undefined ? head.settled : stop * microsPerSecond - 1,
  );
  const page = new Map<string, Update>();
  let after = Math.max(start, head.epoch);
  const first = after;
  let changes = 0;
  for (let isEnd = false; !isEnd; ) {
    // One more than what is wanted tells whether there is more.
    const wanted = Math.max(fewestEntries, limit - page.size + 1);
    const range = { after, upTo, limit: wanted };
    const { entries, isComplete } = await deps.feeds.readEntries(audience, range);
    for (const update of await updatesIn(entries, audience, context)) {
      const isWanted = !update.value || !types?.length || types.includes(update.value.type);
      const known = page.get(update.indicatorId);
      if (isWanted && !known && page.size === limit) {
        await tell(audience, first, after, changes, context);
        return { audience, updates: [...page.values()], after, limit };
      }
      after = update.position;
      changes += 1;
      if (!isWanted) continue;
      page.delete(update.indicatorId);
      page.set(update.indicatorId, joined(update, known));
    }
    after = Math.max(after, entries.at(-1)?.sk ?? after);
    isEnd = isComplete;
  }
  await tell(audience, first, after, changes, context);
  return { audience, updates: [...page.values()], after: undefined, limit };
}

async function tell(
  audience: Audience,
  after: number,
  next: number,
  changes: number,
  { caller, deps }: GraphContext,
): Promise<void> {
  if (changes > 0) await deps.tellRead(caller, 'feed.read', { audience, after, next, changes });
}

function joined(update: Update, before: Update | undefined): Update {
  const isLive = update.isLive || (before?.isLive ?? false);
  return { ...update, value: update.value ?? before?.value, isLive };
}

/** Opinions and reactions to them; comments and relations are no part of this list. */
async function updatesIn(
  entries: readonly FeedEntry[],
  audience: Audience,
  { caller, deps }: GraphContext,
): Promise<Update[]> {
  const wanted = entries.filter(({ kind }) => kind === 'descriptor' || kind === 'reaction');
  const read = wanted.map(async ({ id, kind, sk: position, projection }): Promise<Update[]> => {
    if (projection !== undefined) {
      const shown = JSON.parse(projection) as Projection;
      const isLeftOut = isRowHidden({ projection, position }, caller.governance.hidden);
      const isLive = kind === 'descriptor' && !isLeftOut && isLiveOpinion(shown, deps.now());
      const value = isLeftOut ? undefined : shown;
      return [{ indicatorId: shown.indicatorId, position, value, isLive }];
    }
    // Of what is gone its place is still known, by its id.
    const [place] = await deps.index.findId([audience], id);
    const gone = { position, value: undefined, isLive: false };
    return place ? [{ indicatorId: place.indicatorId, ...gone }] : [];
  });
  return (await Promise.all(read)).flat();
}

/** The position behind which a reader goes on; its second is read again as a whole. */
function startOf(params: Params, lastSecond: number, now: number): number {
  const { after } = params;
  if (after !== undefined && after !== '') {
    if (/^\d{1,16}$/.test(after)) return Number(after);
    throw badParameter('after', 'must be a cursor of this list.');
  }
  const start = readSecond(params, 'start_time') ?? 0;
  const oldest = (now - (tombstoneDays - 1) * microsPerDay) / microsPerSecond;
  if (start > 0 && start < oldest && start < lastSecond) {
    throw new GraphError(
      400,
      100,
      `(#100) Param start_time: deletions are kept for ${tombstoneDays} days; drop your copy and begin with 0.`,
    );
  }
  return Math.max(0, start * microsPerSecond - 1);
}

function readSecond(params: Params, name: string): number | undefined {
  const written = params[name];
  if (written === undefined || written === '') return undefined;
  if (/^\d{1,10}$/.test(written)) return Number(written);
  throw badParameter(name, 'must be seconds since 1970.');
}
