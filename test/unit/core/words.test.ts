import fc from 'fast-check';
import { wordsCommented, wordsOf, wordsSaid } from '../../../lambdas/core/words';

describe('the words of a text', () => {
  it.each([
    ['Emotet loader, seen 2026-11', ['emotet', 'loader', 'seen', '2026']],
    ['C2 is at a.b', []],
    ['STRASSE Straße ﬁle', ['strasse', 'straße', 'file']],
    ['Ｅｍｏｔｅｔ', ['emotet']],
    ['Cafe\u0301 café CAFÉ', ['café']],
    ['вирус, вирус; ВИРУС', ['вирус']],
    ['apt28_loader apt-29', ['apt28', 'loader', 'apt']],
    ['हिन्दी', ['हिन्दी']],
    [`${'a'.repeat(32)} ${'b'.repeat(33)}`, ['a'.repeat(32)]],
    ['𝒶𝒷𝒸 𐐨𐐨𐐨', ['abc', '𐐨𐐨𐐨']],
    ['', []],
  ])('%j: %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are each a word of themselves', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, (said) => {
        for (const word of wordsOf(said)) expect(wordsOf(word)).toEqual([word]);
      }),
    );
  });

  it('are the first 32 of an opinion, its description before its tags', () => {
    const description = Array.from({ length: 31 }, (_, n) => `word${n}`).join(' ');

    const words = wordsSaid({ description, tags: ['malware-family', 'more'] });

    expect(words).toHaveLength(32);
    expect(words.at(-1)).toBe('malware');
    expect(wordsCommented({ text: `${description} more words` })).toHaveLength(32);
  });
});
