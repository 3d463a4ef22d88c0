/** All of them, those after the last that a slice of work came to first, so that none waits for ever. */
export function onwards<T extends string>(names: readonly T[], last: string): T[] {
  const sorted = [...names].sort();
  return [...sorted.filter((name) => name > last), ...sorted.filter((name) => name <= last)];
}
