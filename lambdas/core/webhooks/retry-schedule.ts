import type { CallOutcome } from '../egress/call';
import { microsPerDay, microsPerSecond } from '../time';

const [minute, hour] = [60, 3600];

/** Seconds from one attempt to the next, as the Standard Webhooks specification has them: three days in all. */
export const retrySchedule = [
  0,
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** A wait grows by up to this part of itself, so that what failed together does not come back together. */
const jitter = 0.2;
/** A receiver that is under load is left alone for so long at least. */
const throttledSeconds = minute;
const throttling = new Set([429, 502, 504]);
/** A receiver may ask for no more at once, and for no more in all. */
const longestWaitSeconds = 24 * hour;
const longestMicros = 5 * microsPerDay;

export type NextAttempt =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly at: number }
  /** No attempt is left. */
  | { readonly kind: 'dead' }
  /** The receiver wants no more, of this endpoint. */
  | { readonly kind: 'disable' };

export interface MadeAttempt {
  readonly outcome: CallOutcome;
  /** From 1. */
  readonly attempt: number;
  /** When the first was made, and when this one ended: microseconds. */
  readonly firstAt: number;
  readonly now: number;
}

/** Only a 2xx is a delivery, and a redirect is not one; 410 is the receiver asking us to stop. */
export function nextAttempt(made: MadeAttempt, random: () => number): NextAttempt {
  const { outcome, attempt, firstAt, now } = made;
  if (isDelivered(outcome)) return { kind: 'done' };
  if (!('failure' in outcome) && outcome.status === 410) return { kind: 'disable' };
  const scheduled = retrySchedule[attempt];
  if (scheduled === undefined) return { kind: 'dead' };
  const seconds = Math.max(scheduled * (1 + jitter * random()), askedWait(outcome, now));
  const at = now + Math.ceil(seconds * microsPerSecond);
  return at - firstAt > longestMicros ? { kind: 'dead' } : { kind: 'retry', at };
}

export function isDelivered(outcome: CallOutcome): boolean {
  return !('failure' in outcome) && outcome.status >= 200 && outcome.status < 300;
}

/** Seconds that the receiver asks for, if it does. */
function askedWait(outcome: CallOutcome, now: number): number {
  if ('failure' in outcome) return 0;
  const asked = Math.min(readRetryAfter(outcome.retryAfter ?? '', now) ?? 0, longestWaitSeconds);
  return throttling.has(outcome.status) ? Math.max(asked, throttledSeconds) : asked;
}

/** Seconds of a Retry-After, which is a number of them or a date; undefined for what is neither. */
export function readRetryAfter(text: string, nowMicros: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed);
  // Else `Date.parse` takes all sorts of texts for dates.
  if (!/^[A-Z][a-z]{2,8}, .+ GMT$/.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  if (Number.isNaN(at)) return undefined;
  return Math.max(0, Math.ceil((at * 1000 - nowMicros) / microsPerSecond));
}
