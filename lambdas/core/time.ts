/** The clock: microseconds since 1970. Passed in, so that tests own it. */
export type Clock = () => number;

export const microsPerSecond = 1_000_000;
export const microsPerDay = 86_400 * microsPerSecond;

export function isoTime(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString();
}

export function microsOf(iso: string): number {
  return Date.parse(iso) * 1000;
}

/** Versions never restart: a copy restored from a backup, or a clock that was set back, can't repeat one. */
export function nextVersion(previous: number, nowMicros: number): number {
  return Math.max(previous + 1, nowMicros);
}
