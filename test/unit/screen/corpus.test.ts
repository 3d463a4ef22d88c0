import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus, scoreOf } from '../../../bench/screen/corpus';

const score = scoreOf(readCorpus());

describe('the screen, on 447 cases of our own', () => {
  it('finds 190 of 198 that are personal, each at its very place', () => {
    const { cases, innocent, marks, found } = score;

    expect({ cases, innocent, marks, found }).toEqual({
      cases: 447,
      innocent: 255,
      marks: 198,
      found: 190,
    });
  });

  it('takes none of 255 innocent look-alikes for one', () => {
    expect(score.falseAlarms).toEqual([]);
  });

  it('is known to miss what only a reader would take for personal', () => {
    expect(score.missed).toEqual([
      'email john dot doe at gmail dot com',
      'email john doe (at) victim',
      'phone 90182 0',
      'phone 030-901820',
      'card 4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
      'credential hunter2',
      'credential wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'private_address 3232235777',
    ]);
  });

  it('is told of in the README as it is', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

    expect(readme.includes(`finds ${score.found} of ${score.marks}`)).toBe(true);
    expect(readme.includes(`none of ${score.innocent} innocent look-alikes`)).toBe(true);
  });
});
