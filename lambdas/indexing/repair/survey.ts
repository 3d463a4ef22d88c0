import { z } from 'zod';
import type { Audience } from '../../core/audience';
import { keyOf } from '../../store/exchange-store';
import type { RepairDeps } from './repair-deps';

const sampledEntries = 25;
const sampledAudiences = 100;
const shown = z.object({ owner: z.string(), indicatorId: z.string() });

/**
 * Whether the tables belong together, by a sample: a table that was restored alone, or not at all, must not be
 * taken for the truth. Answers what is missing, in words for the operator; nothing when all is there.
 */
export async function survey(
  members: readonly string[],
  audiences: readonly Audience[],
  deps: RepairDeps,
): Promise<string[]> {
  if (members.length === 0) {
    return ['Directory: there is no member in it; restore it, or run: tocsin bootstrap'];
  }
  const missing = new Set<string>();
  for (const audience of audiences.slice(0, sampledAudiences)) {
    for (const what of await surveyAudience(audience, new Set(members), deps)) missing.add(what);
  }
  return [...missing];
}

async function surveyAudience(
  audience: Audience,
  members: ReadonlySet<string>,
  deps: RepairDeps,
): Promise<string[]> {
  const head = await deps.feeds.readHead(audience);
  if (head.count === 0) return [];
  const range = { after: head.epoch, upTo: head.settled, limit: sampledEntries };
  const { entries } = await deps.feeds.readEntries(audience, range);
  const listed = entries.flatMap(({ id, projection }) =>
    projection === undefined ? [] : [{ id, ...shown.parse(JSON.parse(projection)) }],
  );
  if (entries.length === 0) {
    return [
      `Feed: the entries of ${audience}; restore it, or run: tocsin rebuild-index ${audience}`,
    ];
  }
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
    ...(lost.length > 0 && lost.length === listed.length
      ? [`Exchange: the descriptors that ${audience} has, such as ${lost[0]?.id}; restore it`]
      : []),
    ...(listed.length > 0 && rows.size === 0
      ? [
          `AudienceIndex: the rows of ${audience}; restore it, or run: tocsin rebuild-index ${audience}`,
        ]
      : []),
  ];
}

/** The list of members may lag behind; their own rows do not. */
async function isUnknown(owner: string, { directory }: RepairDeps): Promise<boolean> {
  return (await directory.readProfile(owner)) === undefined;
}
