import { type Audience, memberAudience } from '../../core/audience';
import type { FeedHead } from '../../core/feed';
import { emptySet, hasWord, type PresenceSet, wordOf } from '../../core/presence/presence-set';
import { type Clock, microsPerSecond } from '../../core/time';
import { loadedArtifacts } from './loaded-artifacts';
import type { PresenceDeps } from './presence-deps';

/**
 * For each audience those of the ids that may be known there: every one that is, and few others. What a member says for
 * itself alone of what others know is in no list: of its own audience, if anything is in it, these are all that are known.
 */
export type Sift = (
  memberId: string,
  audiences: readonly Audience[],
  ids: readonly string[],
) => Promise<Map<Audience, readonly string[]>>;

/** What a member's requests have learnt of an audience. */
interface Learnt extends Pick<FeedHead, 'epoch' | 'listed'> {
  readonly loadedAt: number;
  /** Whatever was ever live and first seen until here is in `set` or in `added`. */
  readonly position: number;
  readonly set: PresenceSet;
  readonly added: ReadonlySet<number>;
  /** More has come than is read at once: until it is loaded anew, every value is asked for. */
  readonly isBehind: boolean;
}

/** Of fewer values than this a sieve costs more than it spares. */
const worthwhile = 20;

const learntMicros = 300 * microsPerSecond;
const behindMicros = 30 * microsPerSecond;
/** One read of the list brings no more than 1 MB, about 6,000. */
const mostAdded = 4000;
const members = 500;

/**
 * Spares the reads for what nobody knows, and no others.
 *
 * Why it misses nothing. A row that is live in an audience at a place of the list was put there before the commit
 * that made it live, and that commit was conditional on a head H before the place's time F: H < F (`planAudience`).
 * Heads only grow. So if a head has been read strongly at C, and the list strongly after it, then for each F ≤ C
 * either that commit was done (H < F ≤ C, and C was there) and the list has shown the place, or it never is. Hence
 * a set of a list read after head C holds all that was ever live with F ≤ C; what follows is read from C on, each
 * time that the head says that anything was committed. A row that comes back to its place within a day finds the
 * pointer still there, which lingers for two. Clocks of indexers play no part: nothing is compared with a time.
 *
 * Where that order was broken (an epoch began, something was mended and put back at an old place, another life of
 * the table, an index from before there were lists) the head's `epoch` or `listed` is another than the set's, or
 * `listed` is absent: then the list is read from its beginning where that is short, and else every value is asked
 * for. So it is where a set is absent, unreadable or from a later position than the head, and where S3 fails.
 *
 * What is learnt is kept for each member apart: how much a request reads may not tell what others have asked.
 */
export function sieve(deps: PresenceDeps, least = worthwhile): Sift {
  const learnt = new Map<string, Map<Audience, Learnt>>();
  const load = loadedArtifacts(deps, learntMicros);
  return async (memberId, audiences, ids) => {
    if (ids.length < least) return new Map(audiences.map((audience) => [audience, ids]));
    forgetPast(learnt, deps);
    const heads = await deps.feeds.readHeads(audiences);
    if (learnt.size >= members && !learnt.has(memberId)) learnt.clear();
    const mine = learnt.get(memberId) ?? new Map<Audience, Learnt>();
    learnt.set(memberId, mine);
    const words = ids.map((id) => [id, wordOf(id)] as const);
    const sifted = await Promise.all(
      audiences.map(async (audience) => {
        const now = await learn(audience, heads.get(audience), mine.get(audience), load, deps);
        if (now) mine.set(audience, now);
        else mine.delete(audience);
        return [audience, now && !now.isBehind ? among(words, now) : ids] as const;
      }),
    );
    const found = new Map<Audience, readonly string[]>(sifted);
    const own = memberAudience(memberId);
    const hasNothing = !found.has(own) || heads.get(own)?.position === 0;
    return hasNothing ? found : found.set(own, [...new Set(sifted.flatMap(([, some]) => some))]);
  };
}

/** What would be loaded anew keeps no set from being let go. */
function forgetPast(learnt: Map<string, Map<Audience, Learnt>>, { now }: PresenceDeps): void {
  for (const [memberId, mine] of learnt) {
    for (const [audience, { loadedAt }] of mine) {
      if (!isWithin(loadedAt, learntMicros, now)) mine.delete(audience);
    }
    if (mine.size === 0) learnt.delete(memberId);
  }
}

/** What is from the future was loaded before the clock was set back, nobody knows how long ago. */
function isWithin(since: number, micros: number, now: Clock): boolean {
  const age = now() - since;
  return age >= 0 && age < micros;
}

function among(words: readonly (readonly [string, number])[], { set, added }: Learnt): string[] {
  return words.flatMap(([id, word]) => (added.has(word) || hasWord(set, word) ? [id] : []));
}

/** Undefined where the list can't be relied upon. */
async function learn(
  audience: Audience,
  head: FeedHead | undefined,
  before: Learnt | undefined,
  load: ReturnType<typeof loadedArtifacts>,
  deps: PresenceDeps,
): Promise<Learnt | undefined> {
  if (!head || (head.position > 0 && head.listed === undefined)) return undefined;
  const held = before && isHeld(before, head, deps.now) ? before : undefined;
  const known = held ?? (await begin(audience, head, load, deps));
  if (known.isBehind || (held && held.position === head.position)) return known;
  const most = mostAdded - known.added.size;
  const { indicatorIds, next } = await deps.lists.readSince(audience, known.position, most);
  if (next) return { ...known, isBehind: true };
  const added = new Set([...known.added, ...indicatorIds.map(wordOf)]);
  return { ...known, position: head.position, added };
}

function isHeld({ epoch, listed, ...of }: Learnt, head: FeedHead, now: Clock): boolean {
  const isSame = epoch === head.epoch && listed === head.listed && of.position <= head.position;
  const lasts = of.isBehind ? behindMicros : learntMicros;
  return isSame && isWithin(of.loadedAt, lasts, now) && of.added.size < mostAdded;
}

/** With the audience's set, or with nothing where there is none that speaks of this head. */
async function begin(
  audience: Audience,
  { epoch, listed, position }: FeedHead,
  load: ReturnType<typeof loadedArtifacts>,
  { now }: PresenceDeps,
): Promise<Learnt> {
  const loadedAt = now();
  const found = await load(audience);
  const isOfHead = found?.epoch === epoch && found.listed === listed && found.position <= position;
  const from = isOfHead ? found : { position: 0, set: emptySet };
  const { set } = from;
  return {
    ...{ epoch, loadedAt, position: from.position, set, added: new Set(), isBehind: false },
    ...(listed === undefined ? {} : { listed }),
  };
}
