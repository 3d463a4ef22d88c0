import fc from 'fast-check';
import type { CallOutcome } from '../../../lambdas/core/egress/call';
import {
  nextAttempt,
  readRetryAfter,
  retrySchedule,
} from '../../../lambdas/core/webhooks/retry-schedule';

const second = 1_000_000;
const hour = 3600 * second;
const now = Date.parse('2026-11-27T00:00:00Z') * 1000;
const none = () => 0;
const most = () => 0.999_999;

function replied(status: number, retryAfter?: string): CallOutcome {
  return { status, bodyStart: '', latencyMs: 1, ...(retryAfter && { retryAfter }) };
}

function secondsAfter(outcome: CallOutcome, attempt = 1, random = none): number | string {
  const next = nextAttempt({ outcome, attempt, firstAt: now, now }, random);
  return next.kind === 'retry' ? (next.at - now) / second : next.kind;
}

describe('after an attempt', () => {
  it.each<[string, CallOutcome, number | string]>([
    ['200', replied(200), 'done'],
    ['204', replied(204), 'done'],
    ['299', replied(299), 'done'],
    ['410', replied(410), 'disable'],
    ['404', replied(404), 5],
    ['500', replied(500), 5],
    ['a redirect', { failure: 'redirect', status: 302, latencyMs: 1 }, 5],
    ['no answer', { failure: 'timeout', latencyMs: 1 }, 5],
    ['429', replied(429), 60],
    ['502', replied(502), 60],
    ['504', replied(504), 60],
    ['429 that asks for an hour', replied(429, '3600'), 3600],
    ['429 that asks for no time at all', replied(429, '0'), 60],
    ['503 that asks for two minutes', replied(503, '120'), 120],
    ['503 that asks for a date', replied(503, 'Fri, 27 Nov 2026 01:00:00 GMT'), 3600],
    ['503 that asks for a date that has passed', replied(503, 'Thu, 26 Nov 2026 01:00:00 GMT'), 5],
    ['503 that asks for a year', replied(503, '31536000'), 24 * 3600],
    ['503 that asks for nonsense', replied(503, 'soon'), 5],
    ['200 that asks for an hour', replied(200, '3600'), 'done'],
  ])('%s', (_, outcome, expected) => {
    expect(secondsAfter(outcome)).toBe(expected);
  });

  it('goes the whole way of the schedule, then ends', () => {
    const waits = retrySchedule.map((_, at) => secondsAfter(replied(500), at + 1));

    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, 'dead']);
  });

  it('waits a little longer by chance', () => {
    expect(secondsAfter(replied(500), 3, most)).toBeCloseTo(1800 * 1.2, 0);
  });
});

describe('whatever a receiver answers', () => {
  const outcome = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    retryAfter: fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    ),
    bodyStart: fc.constant(''),
    latencyMs: fc.constant(1),
  });

  it('comes to an end within five days and ten attempts, each later than the last', () => {
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 10, maxLength: 10 }),
        fc.double({ min: 0, max: 0.999 }),
        (outcomes, chance) => {
          let at = now;
          for (const [index, each] of outcomes.entries()) {
            const next = nextAttempt(
              { outcome: each, attempt: index + 1, firstAt: now, now: at },
              () => chance,
            );
            if (next.kind !== 'retry') return true;
            if (next.at <= at || next.at - at > 29 * hour || next.at - now > 120 * hour)
              return false;
            at = next.at;
          }
          return false;
        },
      ),
    );
  });

  it('is never asked sooner than the schedule says', () => {
    fc.assert(
      fc.property(outcome, fc.integer({ min: 1, max: 9 }), (each, attempt) => {
        const wait = secondsAfter(each, attempt);
        return typeof wait === 'string' || wait >= (retrySchedule[attempt] ?? Infinity);
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Fri, 27 Nov 2026 00:00:30 GMT', 30],
    ['Friday, 27-Nov-26 00:00:30 GMT', 30],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['12345678901', undefined],
    ['2026-11-27', undefined],
    ['', undefined],
  ])('%s', (text, seconds) => {
    expect(readRetryAfter(text, now)).toBe(seconds);
  });
});
