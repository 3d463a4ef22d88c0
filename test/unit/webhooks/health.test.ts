import {
  admit,
  deliveryRules,
  type Health,
  leave,
  newHealth,
} from '../../../lambdas/core/notify/health';

const begun = 1_000_000_000;
const soon = begun + 100_000;
const { atOnce, leaseMicros, slowMicros } = deliveryRules;

/** With so many deliveries under way, all begun at once. */
function busy(count: number): Health {
  let health = newHealth;
  for (let at = 0; at < count; at++) health = admitted(health, `d${at}`, begun);
  return health;
}

function admitted(health: Health, id: string, now: number): Health {
  const admission = admit(health, id, now);
  if (admission.kind !== 'go') throw new Error(`${id} was not admitted: ${admission.kind}`);
  return admission.health;
}

describe('a place among what is under way to an endpoint', () => {
  it('is had by four that are brisk, and by no fifth: it is wanted, and free once one has ended', () => {
    const full = admit(busy(atOnce), 'fifth', soon);

    expect(full).toMatchObject({ kind: 'full', health: { isWanted: true } });
    const left = leave(busy(atOnce), 'd0');
    expect(admit(left, 'fifth', soon).kind).toBe('go');
  });

  it('is had by one alone while that one is long in answering, so that who hangs holds up nobody', () => {
    const one = busy(1);

    expect(admit(one, 'second', begun + slowMicros - 1).kind).toBe('go');
    expect(admit(one, 'second', begun + slowMicros).kind).toBe('full');
  });

  it('is had by one alone after a failure', () => {
    const failed = { ...busy(1), breaker: { ...newHealth.breaker, failures: 1 } };

    expect(admit(failed, 'second', soon).kind).toBe('full');
  });

  it('is not kept by one whose time is over, nor refused to itself', () => {
    expect(admit(busy(atOnce), 'later', begun + leaseMicros).kind).toBe('go');
    expect(admit(busy(atOnce), 'd0', soon).kind).toBe('go');
  });
});
