import { microsOf, microsPerSecond } from './time';

/** How many minutes back the expirer looks again: a row may be put a little after its minute has passed. */
export const dueOverlapMinutes = 10;

export function minuteOf(micros: number): number {
  return Math.floor(micros / (60 * microsPerSecond));
}

/** The minute under which an expiry is kept; one in the past is due now, where the expirer still looks. */
export function dueMinute(expiresAt: string, nowMicros: number): number {
  return Math.max(minuteOf(microsOf(expiresAt)), minuteOf(nowMicros));
}
