const wordsOfHash = 2;
export const hashBytes = 8;
const smallest = 1024;

/** The first bytes of a token's key, by which a filter knows it. */
export function hashOf(key: string): Buffer {
  return Buffer.from(key, 'base64url').subarray(0, hashBytes);
}

export function packHashes(keys: Iterable<string>): Buffer {
  return Buffer.concat([...keys].map(hashOf));
}

/**
 * The tokens that anybody watches, 16 bytes each at most: a table of hashes with open addresses. A million watches
 * fit into 32 MB, and what is not in it costs no read.
 */
export class TokenFilter {
  private words = new Uint32Array(smallest * wordsOfHash);
  private used = 0;

  get size(): number {
    return this.used;
  }

  has(key: string): boolean {
    const [high, low] = wordsAt(hashOf(key), 0);
    const at = this.find(high, low);
    return this.words[at] === high && this.words[at + 1] === low;
  }

  /** Hashes one after the other. */
  addAll(hashes: Uint8Array): void {
    for (let at = 0; at + hashBytes <= hashes.length; at += hashBytes) {
      const [high, low] = wordsAt(hashes, at);
      this.add(high, low);
    }
  }

  private add(high: number, low: number): void {
    const at = this.find(high, low);
    if (this.words[at] === high && this.words[at + 1] === low) return;
    this.words[at] = high;
    this.words[at + 1] = low;
    this.used += 1;
    if (this.used * 2 * wordsOfHash > this.words.length) this.grow();
  }

  /** Where it is, or where it would be put. */
  private find(high: number, low: number): number {
    const slots = this.words.length / wordsOfHash;
    for (let slot = low % slots; ; slot = (slot + 1) % slots) {
      const at = slot * wordsOfHash;
      const isFree = this.words[at] === 0 && this.words[at + 1] === 0;
      if (isFree || (this.words[at] === high && this.words[at + 1] === low)) return at;
    }
  }

  private grow(): void {
    const before = this.words;
    this.words = new Uint32Array(before.length * 2);
    this.used = 0;
    for (let at = 0; at < before.length; at += wordsOfHash) {
      const [high, low] = [before[at] ?? 0, before[at + 1] ?? 0];
      if (high !== 0 || low !== 0) this.add(high, low);
    }
  }
}

/** A free place is written as zeros: the one hash that would be is taken for its neighbour. */
function wordsAt(bytes: Uint8Array, at: number): readonly [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, hashBytes);
  const [high, low] = [view.getUint32(0), view.getUint32(4)];
  return high === 0 && low === 0 ? [0, 1] : [high, low];
}
