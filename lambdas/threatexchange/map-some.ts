import { inTurns } from '../core/in-turns';

const atOnce = 16;

/** What was made of those of which anything was, so many at a time. */
export async function mapSome<T, R>(
  all: readonly T[],
  make: (one: T) => Promise<R | undefined>,
): Promise<[T, R][]> {
  const made: [T, R][] = [];
  await inTurns(all, atOnce, async (one, at) => {
    const result = await make(one);
    if (result !== undefined) made[at] = [one, result];
  });
  return made.flatMap((one) => [one]);
}
