/** Before another round of what storage had no room for: exponential with full jitter; rounds count from 1. */
export function pauseBeforeRound(round: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** round));
}
