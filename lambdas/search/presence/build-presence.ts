import type { Audience } from '../../core/audience';
import type { FeedHead } from '../../core/feed';
import { mostWords, type PresenceArtifact } from '../../core/presence/artifact';
import { emptySet, withWords, wordOf } from '../../core/presence/presence-set';
import { microsPerDay } from '../../core/time';
import type { SincePlace } from '../../store/pointer-lists';
import type { PresenceDeps } from './presence-deps';

export interface BuildPresenceDeps extends PresenceDeps {
  /** Of fewer new ones no set is put: whoever asks reads them. */
  readonly leastNew: number;
}

/** After this the list is read from its beginning: what has left it goes. */
const wholeMicros = 7 * microsPerDay;
const idsAtOnce = 10_000;

/**
 * Puts an audience's set where it is missing, too old, or far behind: the set that is there and what was first seen
 * since, or the whole list. The head is read before the list, which is what makes the set's position true.
 */
export async function buildPresence(
  audience: Audience,
  head: FeedHead,
  until: number,
  deps: BuildPresenceDeps,
): Promise<boolean> {
  const { epoch, position, listed } = head;
  if (listed === undefined) return false;
  const former = await formerOf(audience, head, deps);
  const isYoung = former && Math.abs(deps.now() - former.wholeAt) < wholeMicros;
  const base = isYoung ? former : { position: 0, set: emptySet, wholeAt: deps.now() };
  const words = await readAll(audience, base.position, mostWords - base.set.length, until, deps);
  if (!words) return false;
  const isWanted = words.length >= deps.leastNew || (former !== undefined && !isYoung);
  if (!isWanted) return false;
  const set = withWords(base.set, words);
  await deps.artifacts.put(audience, { epoch, listed, position, wholeAt: base.wholeAt, set });
  return true;
}

async function formerOf(
  audience: Audience,
  { epoch, listed, position }: FeedHead,
  { artifacts }: PresenceDeps,
): Promise<PresenceArtifact | undefined> {
  const read = await artifacts.read(audience);
  if (read === undefined || read === 'same') return undefined;
  const { artifact: former } = read;
  const isOfHead =
    former.epoch === epoch && former.listed === listed && former.position <= position;
  return isOfHead ? former : undefined;
}

/** Undefined where there is no time for it, or no room. */
async function readAll(
  audience: Audience,
  position: number,
  room: number,
  until: number,
  { lists, now }: PresenceDeps,
): Promise<number[] | undefined> {
  const words: number[] = [];
  for (let after: number | SincePlace | undefined = position; after !== undefined; ) {
    if (now() >= until || words.length > room) return undefined;
    const page: Awaited<ReturnType<typeof lists.readSince>> = await lists.readSince(
      audience,
      after,
      idsAtOnce,
    );
    for (const id of page.indicatorIds) words.push(wordOf(id));
    after = page.next;
  }
  return words;
}
