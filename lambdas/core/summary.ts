import { type Status, statuses } from './descriptor';
import type { IndicatorType } from './indicator/indicator-type';
import type { Projection } from './projection';
import { isSilent, noTalk, type Talk, type TalkRow, withoutTalk, withTalk } from './talk';
import { microsOf } from './time';
import type { Tlp } from './tlp-rules';

const opinionsListed = 16;
const tagsListed = 64;

export interface ListedOpinion {
  readonly id: string;
  readonly owner: string;
  readonly status: Status;
}

/** A bounded card of all that one audience says of one indicator; the look-up of a value reads only this. */
export interface Summary {
  readonly type: IndicatorType;
  readonly value: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  /** How many opinions are marked with each: what is made of a summary is handled by the strictest. */
  readonly tlps: Readonly<Partial<Record<Tlp, number>>>;
  /** The first 16 by descriptor id. */
  readonly opinions: readonly ListedOpinion[];
  /** The first 64 by text, with how many opinions carry each. */
  readonly tags: Readonly<Record<string, number>>;
  readonly tagsTruncated: boolean;
  readonly firstSeen: number;
  readonly lastChange: number;
  /** When the first of its opinions ends: from then on a reader goes to the rows. */
  readonly soonestExpiry: number | null;
  /** Where there are remarks. With them it stays though nobody has an opinion any more: then no reader is shown it. */
  readonly talk?: Talk;
}

/** A live row as far as a summary depends on it. */
export interface SummaryRow {
  readonly projection: Projection;
  readonly firstSeen: number;
}

export function opinionCount(summary: Pick<Summary, 'counts'>): number {
  return statuses.reduce((sum, status) => sum + (summary.counts[status] ?? 0), 0);
}

/** The summary of a whole partition; undefined when nothing in it counts. */
export function summarise(rows: readonly SummaryRow[], lastChange: number): Summary | undefined {
  return rows.reduce<Summary | undefined>(
    (summary, row) => withRow(summary, row, lastChange),
    undefined,
  );
}

/** Adds one row. Lists are cut at their ends only, so adding is exact. */
export function withRow(
  summary: Summary | undefined,
  { projection, firstSeen }: SummaryRow,
  lastChange: number,
): Summary {
  const { id, owner, status, tlp } = projection;
  const tags = new Map(Object.entries(summary?.tags ?? {}));
  for (const tag of projection.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const listed = [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, tagsListed);
  const opinions = [...(summary?.opinions ?? []), { id, owner, status }];
  return {
    type: projection.type,
    value: projection.value,
    counts: { ...summary?.counts, [status]: (summary?.counts[status] ?? 0) + 1 },
    tlps: { ...summary?.tlps, [tlp]: (summary?.tlps[tlp] ?? 0) + 1 },
    opinions: opinions.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, opinionsListed),
    tags: Object.fromEntries(listed),
    tagsTruncated: (summary?.tagsTruncated ?? false) || tags.size > listed.length,
    firstSeen: Math.min(firstSeen, summary && hasOpinions(summary) ? summary.firstSeen : firstSeen),
    lastChange,
    soonestExpiry: sooner(summary?.soonestExpiry ?? null, expiryOf(projection)),
    ...(summary?.talk ? { talk: summary.talk } : {}),
  };
}

/**
 * Takes one row away: the summary, undefined when it was the last, or `reread` where what leaves held a
 * minimum or a place in a cut list, so that only the rows can tell what comes in its stead.
 */
export function withoutRow(
  summary: Summary | undefined,
  { projection, firstSeen }: SummaryRow,
  lastChange: number,
): Summary | undefined | 'reread' {
  if (!summary) return 'reread';
  const count = summary.counts[projection.status] ?? 0;
  const total = opinionCount(summary);
  if (count === 0) return 'reread';
  if (total === 1) return summary.talk && talkOnly(summary, summary.talk, lastChange);
  const tags = withoutTags(summary, projection.tags);
  const opinions = summary.opinions.filter(({ id }) => id !== projection.id);
  const leavesAGap =
    tags === 'reread' || (total > opinionsListed && opinions.length < summary.opinions.length);
  if (leavesAGap || holdsAMinimum(summary, projection, firstSeen)) return 'reread';
  const counts = withoutOne(summary.counts, projection.status);
  const tlps = withoutOne(summary.tlps, projection.tlp);
  return { ...summary, counts, tlps, opinions, tags, lastChange };
}

export function hasOpinions(summary: Summary): boolean {
  return opinionCount(summary) > 0;
}

/** What a remark is about, for a summary that nobody's opinion stands behind. */
export type Subject = Pick<Summary, 'type' | 'value'>;

function talkOnly({ type, value }: Subject, talk: Talk, lastChange: number): Summary {
  const nothing = { counts: {}, tlps: {}, opinions: [], tags: {}, tagsTruncated: false };
  return { type, value, ...nothing, firstSeen: 0, lastChange, soonestExpiry: null, talk };
}

/** Adds one remark. */
export function withRemark(
  summary: Summary | undefined,
  row: TalkRow,
  subject: Subject,
  lastChange: number,
): Summary {
  const talk = withTalk(summary?.talk ?? noTalk, row);
  return summary ? { ...summary, talk, lastChange } : talkOnly(subject, talk, lastChange);
}

/** Takes one remark away; as `withoutRow` does with an opinion. */
export function withoutRemark(
  summary: Summary | undefined,
  row: TalkRow,
  lastChange: number,
): Summary | undefined | 'reread' {
  const left = summary?.talk ? withoutTalk(summary.talk, row) : 'reread';
  if (!summary || left === 'reread') return 'reread';
  const { talk: _, ...rest } = summary;
  if (!isSilent(left)) return { ...rest, talk: left, lastChange };
  return hasOpinions(summary) ? { ...rest, lastChange } : undefined;
}

type Counts<K extends string> = Readonly<Partial<Record<K, number>>>;

function withoutOne<K extends string>(counts: Counts<K>, key: K): Counts<K> {
  const left = (counts[key] ?? 0) - 1;
  const others = Object.entries(counts).filter(([name]) => name !== key);
  return Object.fromEntries(left > 0 ? [...others, [key, left]] : others) as Counts<K>;
}

function holdsAMinimum(summary: Summary, projection: Projection, firstSeen: number): boolean {
  const expiry = expiryOf(projection);
  return firstSeen <= summary.firstSeen || (expiry !== null && expiry === summary.soonestExpiry);
}

function withoutTags(
  summary: Summary,
  leaving: readonly string[],
): Record<string, number> | 'reread' {
  const tags = new Map(Object.entries(summary.tags));
  const listed = tags.size;
  for (const tag of leaving) {
    const count = tags.get(tag);
    // One that was cut off: perhaps the last of those.
    if (count === undefined) return 'reread';
    if (count > 1) tags.set(tag, count - 1);
    else tags.delete(tag);
  }
  return tags.size < listed && summary.tagsTruncated ? 'reread' : Object.fromEntries(tags);
}

function expiryOf({ expiresAt }: Projection): number | null {
  return expiresAt === null ? null : microsOf(expiresAt);
}

function sooner(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
