import { type Audience, memberAudience } from './audience';
import type { AudienceRow } from './commit-plan';
import type { ExchangeObject } from './exchange-object';
import { type HiddenSpan, isWithin } from './governance';
import { desiredRows } from './projection';
import { moveOn } from './revise';

/** What a quarantine finds of one object, by its rows as they stand. */
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
  object: ExchangeObject,
  rows: ReadonlyMap<Audience, AudienceRow>,
  span: HiddenSpan,
): Finding {
  const withhold: Audience[] = [];
  let isBehind = false;
  for (const [audience, desired] of desiredElsewhere(object)) {
    const row = rows.get(audience);
    const isShown = row?.projection !== undefined && isWithin(span, row.position);
    if (desired !== 'gone' && isShown) withhold.push(audience);
    const isOnItsWay = desired === 'gone' ? isShown : (row?.source ?? 0) < object.version;
    if (isOnItsWay && (desired === 'gone' || span.until === undefined)) isBehind = true;
  }
  return { withhold, isBehind };
}

/** The audiences of which it has rows, its owner's own left out: nobody else reads that. */
export function desiredElsewhere(object: ExchangeObject) {
  const rows = desiredRows(object);
  rows.delete(memberAudience(object.owner));
  return rows;
}

export function withhold(
  old: ExchangeObject,
  audiences: readonly Audience[],
  nowMicros: number,
): ExchangeObject {
  const withheld = [...new Set([...(old.withheld ?? []), ...audiences])].sort();
  return { ...unchanged(old, nowMicros), withheld };
}

/** As it was before it was withheld: its audiences are shown, word for word, what they were shown. */
export function lift(old: ExchangeObject, nowMicros: number): ExchangeObject {
  const { withheld: _, ...free } = old;
  return unchanged(free, nowMicros);
}

/** A new version that says the same; the exchange writes it by itself. */
function unchanged(old: ExchangeObject, nowMicros: number): ExchangeObject {
  const { audiences, state } = old;
  return moveOn(old, { audiences, state }, nowMicros);
}
