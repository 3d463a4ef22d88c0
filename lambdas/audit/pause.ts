const shortestMilliseconds = 5;

/** Exponential with full jitter, at most a second: writers that met at one chain part again. */
export function pauseBeforeRetry(attempt: number): Promise<void> {
  const most = Math.min(shortestMilliseconds * 2 ** attempt, 1000);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
