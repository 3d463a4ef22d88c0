import type { Audience } from '../../core/audience';
import { keyOf } from '../../store/exchange-store';
import type { FeedEntry } from '../../store/feed-store';
import { listedIn } from './listed';
import type { RepairDeps } from './repair-deps';

const sampledEntries = 25;
const sampledAudiences = 100;

/**
 * Whether the tables belong together, by a sample: a table that was restored alone, or not at all, must not be
 * taken for the truth. Answers what is missing, in words for the operator; nothing when all is there.
 */
export async function survey(
  members: readonly string[],
  audiences: readonly Audience[],
  isOrphanKnown: boolean,
  deps: RepairDeps,
): Promise<string[]> {
  if (members.length === 0) {
    return ['Directory: there is no member in it; restore it, or run: tocsin bootstrap'];
  }
  const missing = new Set<string>();
  for (const audience of audiences.slice(0, sampledAudiences)) {
    for (const what of await surveyAudience(audience, new Set(members), isOrphanKnown, deps))
      missing.add(what);
  }
  return [...missing];
}

/** Whether none of the audiences has ever had a change. */
export async function isFeedEmpty(
  audiences: readonly Audience[],
  { feeds }: RepairDeps,
): Promise<boolean> {
  const heads = await Promise.all(audiences.slice(0, sampledAudiences).map(feeds.readHead));
  return heads.every(({ position }) => position === 0);
}

async function surveyAudience(
  audience: Audience,
  members: ReadonlySet<string>,
  isOrphanKnown: boolean,
  deps: RepairDeps,
): Promise<string[]> {
  const sampled = (await sample(audience, deps)) ?? (await sampleLater(audience, deps));
  if (!sampled) {
    return [
      `Feed: the entries of ${audience}; restore it, or run: tocsin rebuild-index ${audience}`,
    ];
  }
  const listed = sampled.flatMap(listedIn);
  const [rows, items] = await Promise.all([
    deps.repairs.readRows(audience, listed),
    deps.exchange.readCurrent(listed.map(keyOf)),
  ]);
  const stranger = listed.find(({ owner }) => !members.has(owner));
  const lost = listed.filter(({ id }) => !items.has(id));
  return [
    ...(stranger && (await isUnknown(stranger.owner, deps))
      ? [`Directory: member ${stranger.owner}, whose descriptors ${audience} has; restore it`]
      : []),
    ...(lost.length > 0 && lost.length === listed.length && !isOrphanKnown
      ? [`Exchange: the descriptors that ${audience} has, such as ${lost[0]?.id}; restore it`]
      : []),
    ...(listed.length > 0 && rows.size === 0
      ? [
          `AudienceIndex: the rows of ${audience}; restore it, or run: tocsin rebuild-index ${audience}`,
        ]
      : []),
  ];
}

/** Some entries, settled or not; undefined where the head counts objects and there are none. */
async function sample(
  audience: Audience,
  { feeds }: RepairDeps,
): Promise<readonly FeedEntry[] | undefined> {
  const head = await feeds.readHead(audience);
  if (head.count === 0) return [];
  const range = { after: head.epoch, upTo: Number.MAX_SAFE_INTEGER, limit: sampledEntries };
  const { entries } = await feeds.readEntries(audience, range);
  return entries.length > 0 ? entries : undefined;
}

/** What moved between two reads is there at the third. */
async function sampleLater(audience: Audience, deps: RepairDeps) {
  await deps.wait();
  return sample(audience, deps);
}

/** The list of members may lag behind; their own rows do not. */
async function isUnknown(owner: string, { directory }: RepairDeps): Promise<boolean> {
  return (await directory.readProfile(owner)) === undefined;
}
