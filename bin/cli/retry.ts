/** How one try went, as far as trying again depends on it. */
export interface Try {
  /** Undefined when there was no answer at all. */
  readonly status: number | undefined;
  readonly retryAfter: string | null;
  /** Tries before this one. */
  readonly attempt: number;
}

const retried = new Set([408, 425, 429, 500, 502, 503, 504]);
const firstPauseMilliseconds = 200;
const longestPauseMilliseconds = 5_000;

export function mayRetry({ status }: Pick<Try, 'status'>): boolean {
  return status === undefined || retried.has(status);
}

/** Milliseconds until the next try: what the server asks for, plus a jitter so that clients do not come at once. */
export function pauseBefore({ retryAfter, attempt }: Try, random: () => number): number {
  const backoff = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt);
  const asked = Number(retryAfter ?? Number.NaN);
  if (Number.isFinite(asked) && asked >= 0) {
    return asked * 1000 + random() * firstPauseMilliseconds;
  }
  return backoff * (0.5 + random() / 2);
}
