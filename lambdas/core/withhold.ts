import { type Audience, memberAudience } from './audience';
import type { AudienceRow } from './commit-plan';
import type { Descriptor } from './descriptor';
import { type HiddenSpan, isWithin } from './governance';
import { desiredRows } from './projection';
import { revise } from './revise';

/** What a quarantine finds of one descriptor, by its rows as they stand. */
export interface Finding {
  /** Audiences that show what it said within the span, and are to see it no more. */
  readonly withhold: readonly Audience[];
  /** The index has not come after yet: to be looked at again before the span may be shown. */
  readonly isBehind: boolean;
}

/**
 * Decides by each audience's own row when it last changed there: what is withheld in one shows nothing of what
 * happened in another. A row that is yet to be written is waited for, but not for a member that was reinstated:
 * what it writes from now on comes after the span.
 */
export function examine(
  descriptor: Descriptor,
  rows: ReadonlyMap<Audience, AudienceRow>,
  span: HiddenSpan,
): Finding {
  const withhold: Audience[] = [];
  let isBehind = false;
  for (const [audience, desired] of desiredElsewhere(descriptor)) {
    const row = rows.get(audience);
    const isShown = row?.projection !== undefined && isWithin(span, row.position);
    if (desired !== 'gone' && isShown) withhold.push(audience);
    const isOnItsWay = desired === 'gone' ? isShown : (row?.source ?? 0) < descriptor.version;
    if (isOnItsWay && (desired === 'gone' || span.until === undefined)) isBehind = true;
  }
  return { withhold, isBehind };
}

/** The audiences of which it has rows, its owner's own left out: nobody else reads that. */
export function desiredElsewhere(descriptor: Descriptor) {
  const rows = desiredRows(descriptor);
  rows.delete(memberAudience(descriptor.owner));
  return rows;
}

export function withhold(
  old: Descriptor,
  audiences: readonly Audience[],
  nowMicros: number,
): Descriptor {
  const withheld = [...new Set([...(old.withheld ?? []), ...audiences])].sort();
  return { ...unchanged(old, nowMicros), withheld };
}

/** As it was before it was withheld: its audiences are shown, word for word, what they were shown. */
export function lift(old: Descriptor, nowMicros: number): Descriptor {
  const { withheld: _, ...free } = old;
  return unchanged(free, nowMicros);
}

/** A new version that says the same; the exchange writes it by itself. */
function unchanged(old: Descriptor, nowMicros: number): Descriptor {
  const { opinion, audiences, state } = old;
  return revise(old, { opinion, audiences, state }, nowMicros);
}
