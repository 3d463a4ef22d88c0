/** The keys of a record under their own type; Object.keys forgets it. */
export function keysOf<Key extends string>(
  record: Readonly<Partial<Record<Key, unknown>>>,
): readonly Key[] {
  return Object.keys(record) as Key[];
}
