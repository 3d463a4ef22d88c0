import type { Descriptor } from './descriptor';

export interface Readable {
  readonly descriptors: readonly Descriptor[];
  /** Why, by id. */
  readonly unreadable: ReadonlyMap<string, unknown>;
}

/** Objects as the Exchange gives them: one that can't be read keeps nobody else from being read. */
export function readable(current: ReadonlyMap<string, () => Descriptor>): Readable {
  const descriptors: Descriptor[] = [];
  const unreadable = new Map<string, unknown>();
  for (const [id, read] of current) {
    try {
      descriptors.push(read());
    } catch (error) {
      unreadable.set(id, error);
    }
  }
  return { descriptors, unreadable };
}
