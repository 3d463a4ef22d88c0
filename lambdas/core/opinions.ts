import { type Status, statuses } from './descriptor';
import { hasOpinions, opinionCount, type Summary } from './summary';
import { type Discussion, isContradicted, mergeTalks, type Talk } from './talk';
import { isoTime } from './time';
import { type Tlp, tlps } from './tlp-rules';

/** What a caller is told of an indicator: the summaries of its audiences as one. */
export interface IndicatorSummary {
  /** Members with a live opinion, each with one. */
  readonly owners: number;
  readonly statuses: Readonly<Partial<Record<Status, number>>>;
  readonly worstStatus: Status;
  readonly disputed: boolean;
  /** The strictest of the opinions: whoever passes the summary on, passes on something of each of them. */
  readonly tlp: Tlp;
  readonly tags: readonly string[];
  readonly tagsTruncated: boolean;
  readonly firstSeenAt: string;
  readonly lastChangedAt: string;
  /** True where an audience holds more opinions than its summary lists, so that the numbers are lower bounds. */
  readonly atLeast: boolean;
  /** Comments, relations and reactions that the caller sees, where there are any. */
  readonly discussion?: Discussion;
}

/**
 * Merges the summaries of a caller's audiences; an opinion seen through several of them counts once.
 * Past the 16 that a summary lists, the largest audience's own counts are a lower bound.
 */
export function mergeSummaries(
  all: readonly Summary[],
  talks: readonly Talk[] = all.flatMap(({ talk }) => talk ?? []),
): IndicatorSummary | undefined {
  const summaries = all.filter(hasOpinions);
  if (summaries.length === 0) return undefined;
  const discussion = mergeTalks(talks);
  const cut = summaries.filter((summary) => opinionCount(summary) > summary.opinions.length);
  // Summaries come in the reader's order of preference: of one opinion seen twice the first stands.
  const listed = new Map(
    summaries
      .flatMap((s) => s.opinions)
      .reverse()
      .map((o) => [o.id, o]),
  );
  const counts = cut.length === 0 ? countStatuses([...listed.values()]) : largest(cut).counts;
  const seen = new Set(
    cut.length === 0
      ? statuses.filter((status) => counts[status])
      : summaries.flatMap((summary) => statuses.filter((status) => summary.counts[status])),
  );
  return {
    owners: Math.max(listed.size, opinionCount({ counts })),
    statuses: counts,
    worstStatus: worstOf(seen),
    disputed: isDisputed(seen) || isContradicted(discussion),
    tlp: strictestOf(summaries),
    tags: [...new Set(summaries.flatMap(({ tags }) => Object.keys(tags)))].sort(),
    tagsTruncated: summaries.some(({ tagsTruncated }) => tagsTruncated),
    firstSeenAt: isoTime(Math.min(...summaries.map(({ firstSeen }) => firstSeen))),
    lastChangedAt: isoTime(Math.max(...summaries.map(({ lastChange }) => lastChange))),
    atLeast: cut.length > 0,
    ...(discussion ? { discussion } : {}),
  };
}

/** One says NON_MALICIOUS and one SUSPICIOUS or MALICIOUS (design section 1). */
function isDisputed(seen: ReadonlySet<Status>): boolean {
  return seen.has('NON_MALICIOUS') && (seen.has('SUSPICIOUS') || seen.has('MALICIOUS'));
}

function strictestOf(summaries: readonly Summary[]): Tlp {
  const isMarked = (tlp: Tlp) => summaries.some(({ tlps: marked }) => (marked[tlp] ?? 0) > 0);
  return [...tlps].reverse().find(isMarked) ?? 'RED';
}

function worstOf(seen: ReadonlySet<Status>): Status {
  return [...statuses].reverse().find((status) => seen.has(status)) ?? 'UNKNOWN';
}

function countStatuses(opinions: readonly { readonly status: Status }[]) {
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of opinions) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function largest(cut: readonly Summary[]): Summary {
  return cut.reduce((a, b) => (opinionCount(b) > opinionCount(a) ? b : a));
}
