import { graphTime } from '../../../lambdas/core/graph-words';
import { readTime } from '../../../lambdas/threatexchange/read-time';

const now = Date.parse('2026-11-22T10:30:00Z');
const hour = 3_600_000;

describe('times as strtotime takes them', () => {
  it.each([
    ['1391813489', '2014-02-07T22:51:29Z'],
    ['2015-01-01', '2015-01-01T00:00:00Z'],
    ['2019-11-07T22:25:00-05:00', '2019-11-08T03:25:00Z'],
    ['2026-11-20T01:56:00+0000', '2026-11-20T01:56:00Z'],
    ['2026-11-20T01:56:00 0900', '2026-11-19T16:56:00Z'],
    ['2020-06-08T14:27:53Z', '2020-06-08T14:27:53Z'],
    ['2020/06/08 14:27:53', '2020-06-08T14:27:53Z'],
    ['2016-02-25 00:00:00+0000', '2016-02-25T00:00:00Z'],
    ['2016-02-25 10:11:12 +0000', '2016-02-25T10:11:12Z'],
    ['now', '2026-11-22T10:30:00Z'],
    ['today', '2026-11-22T00:00:00Z'],
    ['yesterday', '2026-11-21T00:00:00Z'],
  ])('%s', (written, expected) => {
    expect(readTime(written, now)).toBe(Date.parse(expected));
  });

  it.each([
    ['a week ago', -168],
    ['24 hours ago', -24],
    ['-1hour', -1],
    ['-3hours', -3],
    ['-5minutes', -1 / 12],
    ['-1day', -24],
    ['-1week', -168],
    ['+30 days', 720],
    [' 30 days', 720],
  ])('%s', (written, hours) => {
    expect(readTime(written, now)).toBe(now + hours * hour);
  });

  it.each(['', 'soon', '2020-13-45', '-', '1e9', '2020-06-08T25:00:00Z'])(
    '%p is none',
    (written) => {
      expect(readTime(written, now)).toBeUndefined();
    },
  );

  it('are told without a fraction, and without a colon in the offset', () => {
    expect(graphTime('2015-07-07T22:36:04.123Z')).toBe('2015-07-07T22:36:04+0000');
  });
});
