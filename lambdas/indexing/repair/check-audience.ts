import type { Audience } from '../../core/audience';
import { addToDigest, emptyHead, type FeedHead } from '../../core/feed';
import type { FeedEntry } from '../../store/feed-store';
import { checkEntries } from './check-entries';
import { addFailed, addFinding, addRepaired, type Drift } from './drift';
import type { RepairDeps, Scope } from './repair-deps';

const entriesPerPage = 1000;
/** How often an audience may move on while its last entries are read. */
const rounds = 200;

/**
 * Walks an audience's feed as a follower does, until nothing has moved, and holds its head against the sum.
 * On the way each entry is held against its row and its item. The ids of the whole audience are in memory:
 * 100 MB for a million.
 */
export async function checkAudience(
  audience: Audience,
  scope: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<void> {
  const copy = new Map<string, number>();
  let after = 0;
  let epoch: number | undefined;
  for (let round = 0; round < rounds; round++) {
    const head = await deps.feeds.readHead(audience);
    if (epoch !== undefined && head.epoch !== epoch) {
      copy.clear();
      after = 0;
    }
    epoch = head.epoch;
    if (head.position === after && head.settled === after) {
      if (await isHeadRight(audience, head, copy, scope, drift, deps)) return;
    } else if (head.settled === after) {
      if (await isLeftUnsettled(audience, head, scope, drift, deps)) return;
    } else {
      await walk(audience, head, after, copy, scope, drift, deps);
      after = head.settled;
    }
  }
  addFailed(drift, audience, 'it moves on faster than it can be read');
}

async function walk(
  audience: Audience,
  head: FeedHead,
  from: number,
  copy: Map<string, number>,
  scope: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<void> {
  let after = from;
  while (after < head.settled) {
    const range = { after, upTo: head.settled, limit: entriesPerPage };
    const { entries, isComplete } = await deps.feeds.readEntries(audience, range);
    for (const entry of entries) if (entry.sk > head.epoch) note(entry, copy);
    const strays = await checkEntries(audience, head, entries, scope, drift, deps);
    for (const { id, position } of strays) if (copy.get(id) === position) copy.delete(id);
    after = isComplete ? head.settled : (entries.at(-1)?.sk ?? head.settled);
  }
}

function note({ id, sk, projection }: FeedEntry, copy: Map<string, number>): void {
  if (projection === undefined) copy.delete(id);
  else copy.set(id, sk);
}

/** True when there is no more to do: it is right, or it was mended, or this walk mends nothing. */
async function isHeadRight(
  audience: Audience,
  head: FeedHead,
  copy: ReadonlyMap<string, number>,
  { mends }: Scope,
  drift: Drift,
  { repairs }: RepairDeps,
): Promise<boolean> {
  const right = { count: copy.size, digest: digestOf(copy) };
  if (right.count === head.count && right.digest === head.digest) return true;
  if (mends && !(await repairs.mendHead(audience, head, right))) return false;
  addFinding(drift, { kind: 'head', audience });
  if (mends) addRepaired(drift, 'head');
  return true;
}

function digestOf(copy: ReadonlyMap<string, number>): string {
  let { digest } = emptyHead;
  for (const [id, version] of copy) digest = addToDigest(digest, id, version);
  return digest;
}

/** A writer that died after its commit is followed by the next; where none comes, readers miss the end. */
async function isLeftUnsettled(
  audience: Audience,
  head: FeedHead,
  { mends }: Scope,
  drift: Drift,
  deps: RepairDeps,
): Promise<boolean> {
  await deps.wait();
  const later = await deps.feeds.readHead(audience);
  if (later.settled !== head.settled) return false;
  addFinding(drift, { kind: 'head', audience });
  if (!mends) return true;
  if (await deps.commits.settleFound(audience, later)) {
    addRepaired(drift, 'head');
    return false;
  }
  addFailed(
    drift,
    audience,
    `entries of its last commit are lost; run: tocsin rebuild-index ${audience}`,
  );
  return true;
}
