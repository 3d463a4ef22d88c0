import { builtIn } from '../core/known-good/built-in';
import { type KnownGood, knownGood } from '../core/known-good/look-up';
import type { KnownGoodStore } from '../store/known-good-store';

/** The lists as of a number of changes to them. */
export type KnownGoodAt = (version: number) => Promise<KnownGood>;

/**
 * Holds all lists that are loaded, read anew when what is in force says that they were changed. While none was ever
 * loaded there is nothing to read.
 */
export function knownGoodReader(store: Pick<KnownGoodStore, 'readAll'>): KnownGoodAt {
  let held = { version: 0, lists: Promise.resolve(knownGood(builtIn)) };
  return (version) => {
    if (held.version !== version) {
      const lists = store.readAll().then((loaded) => knownGood([...builtIn, ...loaded]));
      const reading = { version, lists };
      held = reading;
      lists.catch(() => {
        if (held === reading) held = { version: -1, lists };
      });
    }
    return held.lists;
  };
}
