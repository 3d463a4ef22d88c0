import type { ExchangeObject } from './exchange-object';

export interface Readable {
  readonly objects: readonly ExchangeObject[];
  /** Why, by id. */
  readonly unreadable: ReadonlyMap<string, unknown>;
}

/** Objects as the Exchange gives them: one that can't be read keeps nobody else from being read. */
export function readable(current: ReadonlyMap<string, () => ExchangeObject>): Readable {
  const objects: ExchangeObject[] = [];
  const unreadable = new Map<string, unknown>();
  for (const [id, read] of current) {
    try {
      objects.push(read());
    } catch (error) {
      unreadable.set(id, error);
    }
  }
  return { objects, unreadable };
}
