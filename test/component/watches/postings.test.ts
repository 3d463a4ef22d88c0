import fc from 'fast-check';
import type { Projection } from '../../../lambdas/core/projection';
import type { Condition } from '../../../lambdas/core/watch/condition';
import { meets } from '../../../lambdas/core/watch/meets';
import { postingsOf } from '../../../lambdas/core/watch/postings';
import { readConditions } from '../../../lambdas/core/watch/read-conditions';
import type { SeenChange } from '../../../lambdas/core/watch/seen-change';
import { drawTogether } from '../../../lambdas/core/watch/token-chunks';
import { packHashes, TokenFilter } from '../../../lambdas/core/watch/token-filter';
import { tokenKey } from '../../../lambdas/core/watch/tokens';
import { watchesMet } from '../../../lambdas/matching/match-record';

const members = ['11', '12', '13'];
const audiences = ['community', 'group:7', 'member:11', 'member:12'] as const;
const tags = ['t', 'u', 'v'];
const values = [
  ...(['evil.com', 'a.evil.com', 'b.a.evil.com', 'x.duckdns.org'] as const).map((value) => ({
    ...{ type: 'DOMAIN' as const, value },
  })),
  { type: 'URI' as const, value: 'https://a.evil.com/x' },
  { type: 'URI' as const, value: 'https://192.0.2.9/x' },
  ...['192.0.2.9', '192.0.3.1', '2001:db8::1'].map((value) => ({
    ...{ type: 'IP_ADDRESS' as const, value },
  })),
  ...['192.0.2.0/24', '192.0.2.8/30', '192.0.0.0/10', '2001:db8::/40'].map((value) => ({
    ...{ type: 'IP_SUBNET' as const, value },
  })),
];
const some = <T>(of: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 2 }), {
    nil: undefined,
  });

const valued = fc.oneof(
  fc.constant({}),
  some(values.map(({ value }) => value)).map((exact) => ({ exact })),
  some(['evil.com', 'a.evil.com', 'x.duckdns.org']).map((below) => ({ below })),
  some(['192.0.2.0/24', '192.0.2.8/29', '192.0.0.0/8', '2001:db8::/32']).map((inside) => ({
    inside,
  })),
  some(['192.0.2.9', '192.0.2.0/25', '2001:db8::1']).map((contains) => ({ contains })),
);
const others = fc.record({
  tags: some(tags),
  owners: some(members),
  audiences: some(audiences),
  statusAtLeast: fc.constantFrom(undefined, 'SUSPICIOUS' as const),
  confidenceAtLeast: fc.constantFrom(undefined, 50),
});
const written = fc.tuple(valued, others).map(([value, other]) => {
  const given = Object.entries({ ...value, ...other }).filter(([, said]) => said !== undefined);
  return Object.fromEntries(given);
});

/** What the exchange takes of them; a condition that it refuses is none. */
function takenOf(conditions: readonly object[]): Condition[] {
  return conditions.flatMap((one) => {
    try {
      return readConditions([one]);
    } catch {
      return [];
    }
  });
}

const change = fc
  .record({
    value: fc.constantFrom(...values),
    owner: fc.constantFrom(...members),
    audience: fc.constantFrom(...audiences),
    tags: fc.subarray(tags),
    status: fc.constantFrom('UNKNOWN', 'NON_MALICIOUS', 'SUSPICIOUS', 'MALICIOUS'),
    confidence: fc.constantFrom(null, 10, 50, 90),
  })
  .map(({ value, audience, ...said }): SeenChange => {
    const shown = { id: '1', indicatorId: '2', severity: 'UNKNOWN', ...value, ...said };
    const projection = shown as unknown as Projection;
    return { audience, position: 1, kind: 'descriptor', id: '1', shown: projection };
  });

describe('matching by what a change is', () => {
  it('finds the watches that going through all of them would', async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...members), fc.array(written, { maxLength: 3 })), {
          maxLength: 8,
        }),
        fc.array(change, { minLength: 4, maxLength: 16 }),
        async (asked, changes) => {
          const watches = asked.map(([member, conditions], at) => ({
            ...{ member, watchId: String(at), conditions: takenOf(conditions) },
          }));
          const standing = new Map<
            string,
            { member: string; watchId: string; rest: Condition }[]
          >();
          for (const { member, watchId, conditions } of watches) {
            for (const { key, rest } of postingsOf(member, conditions)) {
              const under = standing.get(key) ?? [];
              standing.set(key, [...under, { member, watchId, rest: JSON.parse(rest) }]);
            }
          }
          for (const one of changes) {
            const found = await watchesMet(one, async (key) => standing.get(key) ?? []);
            const all = watches.filter(({ member, conditions }) =>
              conditions.some((condition) => meets(condition, one, member)),
            );
            expect(found.map(({ watchId }) => watchId).sort()).toEqual(
              all.map(({ watchId }) => watchId).sort(),
            );
            met += all.length;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(met).toBeGreaterThan(100);
  });
});

describe('the filter', () => {
  it('knows what was put into it, and nothing else', () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => tokenKey(`value/DOMAIN/d${at}.example`));
    const [known, unknown] = [keys.slice(0, 10_000), keys.slice(10_000)];
    const filter = new TokenFilter();

    filter.addAll(packHashes(known));
    filter.addAll(packHashes(known));

    expect(known.every((key) => filter.has(key))).toBe(true);
    expect(unknown.some((key) => filter.has(key))).toBe(false);
    expect(filter.size).toBe(10_000);
  });

  it('is drawn together without what has gone', () => {
    const [a = '', b = '', c = ''] = ['a', 'b', 'c'].map(tokenKey);

    const drawn = drawTogether([packHashes([a, b]), packHashes([c, b])], [packHashes([a])]);

    const filter = new TokenFilter();
    filter.addAll(drawn);
    expect([a, b, c].map((key) => filter.has(key))).toEqual([false, true, true]);
    expect(drawn).toHaveLength(16);
  });
});
