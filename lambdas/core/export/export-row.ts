import { type Status, statuses } from '../descriptor';
import type { DescriptorView } from '../descriptor-view';
import type { IndicatorType } from '../indicator/indicator-type';
import type { IndicatorSummary } from '../opinions';
import type { Tlp } from '../tlp-rules';

/** An indicator with all that a caller may see of it, as a search gives it. */
export interface Exportable {
  readonly id: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly summary: Pick<
    IndicatorSummary,
    'owners' | 'disputed' | 'tlp' | 'tags' | 'firstSeenAt' | 'lastChangedAt'
  >;
  readonly descriptors: readonly DescriptorView[];
  /** False where not all opinions were read: then nobody knows whether one of them disputes it. */
  readonly complete: boolean;
}

export interface ExportRule {
  readonly statuses: readonly Status[];
  /** Least confidence, 0 to 100; an opinion that says none does not pass. */
  readonly confidence?: number | undefined;
}

/** What an export hands over of one indicator. TLP travels with every row. */
export interface ExportRow {
  readonly type: IndicatorType;
  readonly value: string;
  readonly status: Status;
  readonly confidence: number | null;
  /** The strictest of the opinions that the caller sees. */
  readonly tlp: Tlp;
  readonly tags: readonly string[];
  /** How many members have an opinion. */
  readonly owners: number;
  readonly firstSeenAt: string;
  readonly lastChangedAt: string;
  /** When the last of the opinions that it stands on ends. */
  readonly expiresAt: string | null;
  readonly indicatorId: string;
}

/** A row, with whom a copy of it hangs on. */
export interface Exported {
  readonly row: ExportRow;
  /** Whose opinions it stands on. */
  readonly owners: readonly string[];
}

/** The row of what may leave: current, not disputed, of the status and the confidence that were asked for. */
export function exported(
  { id, type, value, summary, descriptors, complete }: Exportable,
  rule: ExportRule,
): Exported | undefined {
  const grounds = descriptors.map(readGround).filter((ground) => stands(ground, rule));
  if (!complete || summary.disputed || grounds.length === 0) return undefined;
  const { owners, tlp, tags, firstSeenAt, lastChangedAt } = summary;
  const ends = grounds.map(({ expiresAt }) => expiresAt);
  const told = grounds.flatMap(({ confidence }) => confidence ?? []);
  return {
    row: {
      ...{ type, value, status: worstOf(grounds) },
      confidence: told.length > 0 ? Math.max(...told) : null,
      ...{ tlp, tags, owners, firstSeenAt, lastChangedAt },
      expiresAt: ends.includes(null) ? null : (sorted(ends).at(-1) ?? null),
      indicatorId: id,
    },
    owners: [...new Set(grounds.map(({ owner }) => owner))],
  };
}

interface Ground {
  readonly owner: string;
  readonly status: Status;
  readonly confidence: number | null;
  readonly expiresAt: string | null;
}

function readGround(view: DescriptorView): Ground {
  const { owner, status, confidence, expiresAt } = view as DescriptorView & Ground;
  return { owner, status, confidence, expiresAt };
}

function stands({ status, confidence }: Ground, rule: ExportRule): boolean {
  if (!rule.statuses.includes(status)) return false;
  return rule.confidence === undefined || (confidence !== null && confidence >= rule.confidence);
}

function worstOf(grounds: readonly Ground[]): Status {
  return statuses.findLast((each) => grounds.some(({ status }) => status === each)) ?? 'UNKNOWN';
}

function sorted(ends: readonly (string | null)[]): string[] {
  return ends.flatMap((end) => end ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
}
