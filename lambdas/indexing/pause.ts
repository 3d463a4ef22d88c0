const shortestMilliseconds = 5;

/** Exponential with full jitter: writers that met on one audience part again. */
export function pauseBeforeRetry(attempt: number): Promise<void> {
  const most = shortestMilliseconds * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
