/** Runs for each, begun in order, so many at once. What fails ends it: what was not begun by then may yet be. */
export async function inTurns<T>(
  all: readonly T[],
  atOnce: number,
  run: (one: T, at: number) => Promise<void>,
): Promise<void> {
  const queue = [...all.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
