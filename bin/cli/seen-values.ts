import { createHash } from 'node:crypto';

export interface SeenValues {
  /** False when it was there already. */
  add(key: string): boolean;
}

const firstSlots = 1 << 16;

/**
 * Remembers by 64 bits of a hash in flat arrays, about 16 bytes a value where a Set of texts takes some 150:
 * two of a million values are taken for one by a chance of 1 in 37 million.
 */
export function seenValues(): SeenValues {
  let table = new Uint32Array(2 * firstSlots);
  let count = 0;

  function put(high: number, low: number): boolean {
    const mask = table.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const [thisHigh, thisLow] = [table[2 * slot], table[2 * slot + 1]];
      if (thisHigh === high && thisLow === low) return false;
      if (thisHigh !== 0 || thisLow !== 0) continue;
      table[2 * slot] = high;
      table[2 * slot + 1] = low;
      return true;
    }
  }

  function grow(): void {
    const old = table;
    table = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (high !== 0 || low !== 0) put(high, low);
    }
  }

  return {
    add(key) {
      if (count * 3 > table.length) grow();
      const hash = createHash('sha256').update(key).digest();
      const isNew = put(hash.readUInt32BE(0), hash.readUInt32BE(4));
      if (isNew) count += 1;
      return isNew;
    },
  };
}
