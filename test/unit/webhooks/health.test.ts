import { admit, deliveryRules, leave, newHealth } from '../../../lambdas/core/notify/health';

const begun = 1_000_000_000;
const soon = begun + 100_000;
const first = admit(newHealth, 'first', begun);
if (first.kind !== 'go') throw new Error(`the first was not admitted: ${first.kind}`);

describe('a place among what is under way to an endpoint', () => {
  it('is had by one at a time, so that who hangs holds up nobody: it is wanted, and free once that one has ended', () => {
    const second = admit(first.health, 'second', soon);

    expect(second).toMatchObject({ kind: 'full', health: { isWanted: true } });
    const left = leave(second.kind === 'full' ? second.health : newHealth, 'first');
    expect(left.isWanted).toBe(false);
    expect(admit(left, 'second', soon).kind).toBe('go');
  });

  it('is not kept by one whose time is over, nor refused to itself', () => {
    const late = admit(first.health, 'late', begun + deliveryRules.leaseMicros);

    expect(late).toMatchObject({ kind: 'go', health: { underWay: { late: expect.any(Number) } } });
    expect(Object.keys(late.kind === 'go' ? late.health.underWay : {})).toEqual(['late']);
    expect(admit(first.health, 'first', soon).kind).toBe('go');
  });
});
