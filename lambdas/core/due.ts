import { microsOf, microsPerSecond } from './time';

/**
 * How many minutes back the expirer looks again: a row may be put after its minute has passed, a little by an
 * indexer that lags, an hour by one whose clock was set back.
 */
export const dueOverlapMinutes = 70;

export function minuteOf(micros: number): number {
  return Math.floor(micros / (60 * microsPerSecond));
}

/** The minute under which an expiry is kept; one in the past is due now, where the expirer still looks. */
export function dueMinute(expiresAt: string, nowMicros: number): number {
  return Math.max(minuteOf(microsOf(expiresAt)), minuteOf(nowMicros));
}
