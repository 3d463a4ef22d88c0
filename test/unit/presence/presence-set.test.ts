import fc from 'fast-check';
import { type PresenceArtifact, parse, serialize } from '../../../lambdas/core/presence/artifact';
import {
  emptySet,
  hasWord,
  type PresenceSet,
  withWords,
  wordOf,
} from '../../../lambdas/core/presence/presence-set';

const ids = fc.array(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map(String));
const words = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }));
const setOf = (all: readonly number[]): PresenceSet => withWords(emptySet, all);

describe('a presence set', () => {
  it('has every id that was put in, whenever it was', () => {
    fc.assert(
      fc.property(ids, ids, (some, more) => {
        const set = withWords(setOf(some.map(wordOf)), more.map(wordOf));

        expect([...some, ...more].every((id) => hasWord(set, wordOf(id)))).toBe(true);
      }),
    );
  });

  it('has no other word, each once, in order', () => {
    fc.assert(
      fc.property(words, words, (some, more) => {
        const all = [...new Set([...some, ...more])].sort((a, b) => a - b);

        expect([...withWords(setOf(some), more)]).toEqual(all);
        for (const word of more) expect(hasWord(setOf(some), word)).toBe(some.includes(word));
      }),
    );
  });

  it('finds all of 100,000 ids, and of 100,000 others as many as chance says', () => {
    const idAt = (n: number) => String((BigInt(n) * 0x9e37_79b9_7f4a_7c15n) >> 1n);
    const all = Array.from({ length: 200_000 }, (_, n) => wordOf(idAt(n + 1)));
    const set = setOf(all.slice(0, 100_000));

    const found = all.filter((word) => hasWord(set, word));

    expect(found.slice(0, 100_000)).toEqual(all.slice(0, 100_000));
    // 100,000 times 100,000 / 2^32 is 2.3.
    expect(found.length - 100_000).toBeLessThan(20);
  });
});

describe('a kept set', () => {
  const about = { epoch: 0, listed: 1_764_000_000_000_001, position: 1_764_000_000_000_009 };
  const artifactOf = (all: readonly number[]): PresenceArtifact => ({
    ...{ ...about, wholeAt: 7 },
    set: setOf(all),
  });

  it('is read as it was written, wherever it lies in memory', () => {
    fc.assert(
      fc.property(words, fc.nat(7), (all, offset) => {
        const bytes = serialize(artifactOf(all));
        const moved = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset);

        expect(parse(moved)).toEqual(artifactOf(all));
      }),
    );
  });

  it('is none where any bit was turned, and cut or with more behind it', () => {
    const bytes = serialize(artifactOf([1, 2, 3_000_000_000]));
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const bent = Buffer.from(bytes);
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));

        expect(parse(bent)).toBeUndefined();
      }),
    );
    for (let length = 0; length < bytes.length; length++) {
      expect(parse(bytes.subarray(0, length))).toBeUndefined();
    }
    expect(parse(Buffer.concat([bytes, Buffer.alloc(4)]))).toBeUndefined();
  });
});
