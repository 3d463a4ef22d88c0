import { tally } from '../../../bin/cli/publish/tally';

describe('tally', () => {
  it('adds up when every line has one outcome', () => {
    const counts = tally();
    counts.read(3);
    counts.count('accepted');
    counts.count('skipped');
    counts.count('refused');

    expect(counts.close()).toEqual({
      ...{ lines: 3, accepted: 1, duplicate: 0, refused: 1, skipped: 1, unacknowledged: 0 },
    });
  });

  it.each([1, 3])('does not close over 2 lines with %d outcomes', (outcomes) => {
    const counts = tally();
    counts.read(2);
    for (let at = 0; at < outcomes; at++) counts.count('accepted');

    expect(() => counts.close()).toThrow('2 lines were read');
  });
});
