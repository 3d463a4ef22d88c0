import fc from 'fast-check';
import {
  type Breaker,
  breakerRules,
  breakerState,
  closedBreaker,
  maySend,
  noteAttempt,
} from '../../../lambdas/core/webhooks/breaker';

const second = 1_000_000;
const day = 86_400 * second;

function failing(times: number, now = 0): Breaker {
  let breaker = closedBreaker;
  for (let time = 0; time < times; time += 1) breaker = noteAttempt(breaker, false, now).breaker;
  return breaker;
}

function probing(breaker: Breaker, now: number): Breaker {
  const permission = maySend(breaker, now);
  if (permission.kind !== 'probe') throw new Error(`no probe but ${permission.kind}`);
  return permission.breaker;
}

describe('the breaker of an endpoint', () => {
  it('opens at the tenth failure in a row', () => {
    expect(breakerState(failing(9), 0)).toBe('closed');
    expect(breakerState(failing(10), 0)).toBe('open');
  });

  it('forgets failures when one attempt succeeds', () => {
    const { breaker } = noteAttempt(failing(9), true, 0);

    expect(noteAttempt(breaker, false, 0).breaker).toMatchObject({ failures: 1 });
  });

  it('lets nobody through while it is open, then one', () => {
    const open = failing(10);

    expect(maySend(open, 59 * second)).toEqual({ kind: 'wait', until: 60 * second });
    const probed = probing(open, 60 * second);
    expect(maySend(probed, 61 * second)).toMatchObject({ kind: 'wait' });
  });

  it('lets another through when a probe was lost', () => {
    const probed = probing(failing(10), 60 * second);

    expect(maySend(probed, 60 * second + breakerRules.probeMicros)).toMatchObject({
      kind: 'probe',
    });
  });

  it('closes when the probe succeeds', () => {
    const probed = probing(failing(10), 60 * second);

    expect(noteAttempt(probed, true, 61 * second).breaker).toEqual(closedBreaker);
  });

  it('pauses for longer after each probe that fails, up to an hour', () => {
    let [breaker, now] = [failing(10), 0];
    const pauses = Array.from({ length: 8 }, () => {
      now = breaker.openUntil ?? 0;
      breaker = noteAttempt(probing(breaker, now), false, now).breaker;
      return ((breaker.openUntil ?? 0) - now) / second;
    });

    expect(pauses).toEqual([120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('does not pause for longer because of what was under way when it opened', () => {
    const open = failing(10);

    expect(noteAttempt(open, false, second).breaker).toMatchObject({ openUntil: open.openUntil });
  });

  it('gives up after five days of failures alone', () => {
    const open = failing(10);

    expect(noteAttempt(open, false, 5 * day - 1).kind).toBe('kept');
    expect(noteAttempt(open, false, 5 * day).kind).toBe('disable');
    expect(noteAttempt(open, true, 5 * day).kind).toBe('kept');
  });
});

describe('whatever an endpoint does', () => {
  const step = fc.record({ wait: fc.nat(2 * 3600), succeeds: fc.boolean() });

  it('is sent to within an hour, and closed exactly by a success', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let [breaker, now]: [Breaker, number] = [closedBreaker, 0];
        for (const { wait, succeeds } of steps) {
          now += wait * second;
          const permission = maySend(breaker, now);
          if (permission.kind === 'wait') {
            if (permission.until - now > breakerRules.longestPauseMicros) return false;
            continue;
          }
          if (permission.kind === 'probe') breaker = permission.breaker;
          breaker = noteAttempt(breaker, succeeds, now).breaker;
          if (succeeds !== (breaker.failures === 0)) return false;
          if (breaker.failures < 10 !== (breakerState(breaker, now) === 'closed')) return false;
        }
        return true;
      }),
    );
  });
});
