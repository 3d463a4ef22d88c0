const atOnce = 16;

/** What was made of those of which anything was, so many at a time. */
export async function mapSome<T, R>(
  all: readonly T[],
  make: (one: T) => Promise<R | undefined>,
): Promise<[T, R][]> {
  const made: [T, R][] = [];
  const queue = [...all.entries()];
  const run = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, one] = next;
      const result = await make(one);
      if (result !== undefined) made[at] = [one, result];
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return made.flatMap((one) => [one]);
}
