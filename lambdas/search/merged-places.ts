interface Placed {
  readonly place: string;
}

/** Pieces of several lists as one, in the order of the walk, as far as all of them were read. */
export function mergedPlaces<T extends Placed>(
  lists: readonly (readonly T[])[],
  goesOn: (list: readonly T[]) => boolean,
  isBackwards: boolean,
): T[] {
  const compare = (a: string, b: string) => (a === b ? 0 : a < b !== isBackwards ? -1 : 1);
  const ends = lists.filter(goesOn).flatMap((list) => list.at(-1)?.place ?? []);
  const [upTo] = ends.sort(compare);
  return lists
    .flat()
    .filter(({ place }) => upTo === undefined || compare(place, upTo) <= 0)
    .sort((a, b) => compare(a.place, b.place));
}
