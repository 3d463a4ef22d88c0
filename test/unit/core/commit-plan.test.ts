import fc from 'fast-check';
import { type AudienceRow, type DesiredRow, planAudience } from '../../../lambdas/core/commit-plan';
import { addToDigest, emptyHead, type FeedHead, takeFromDigest } from '../../../lambdas/core/feed';
import type { Projection } from '../../../lambdas/core/projection';

/** The versions of each object, as its item had them one after the other. */
const history = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'gone'), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 6 },
);

function wanted(object: number, version: number, said: string): DesiredRow {
  const id = String(object);
  const projection = said === 'gone' ? 'gone' : ({ id, said, tags: [] } as unknown as Projection);
  return { id, indicatorId: '1', source: version, projection };
}

interface Audience {
  head: FeedHead;
  readonly rows: Map<string, AudienceRow>;
}

function deliver(audience: Audience, rows: readonly DesiredRow[], now: number): number {
  const plan = planAudience(audience.head, audience.rows, rows, now);
  for (const { after } of [...plan.changes, ...plan.silent]) audience.rows.set(after.id, after);
  audience.head = plan.head;
  return plan.changes.length;
}

function summed(rows: Iterable<AudienceRow>): string {
  let digest = emptyHead.digest;
  for (const { id, position, projection } of rows) {
    if (projection !== undefined) digest = addToDigest(digest, id, position);
  }
  return digest;
}

describe('an audience', () => {
  it('agrees with the newest of each item, in whatever order and however often it hears of them', () => {
    const orders = history.chain((objects) => {
      const all = objects.flatMap((says, object) =>
        says.map((said, version) => wanted(object, version + 1, said)),
      );
      const some = fc.shuffledSubarray([...all, ...all], { minLength: all.length });
      return fc.tuple(fc.constant(objects), fc.constant(all), some);
    });
    fc.assert(
      fc.property(orders, ([objects, all, order]) => {
        const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };

        for (const row of [...order, ...all]) deliver(audience, [row], 1000);

        objects.forEach((says, object) => {
          const said = audience.rows.get(String(object))?.projection;
          const last = says.at(-1);
          expect(said === undefined ? 'gone' : JSON.parse(said).said).toBe(last);
        });
        expect(audience.head.digest).toBe(summed(audience.rows.values()));
        expect(audience.head.count).toBe(
          [...audience.rows.values()].filter(({ projection }) => projection).length,
        );
      }),
    );
  });

  it('is not moved by what it has heard already', () => {
    const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };
    deliver(audience, [wanted(1, 5, 'a')], 1000);

    const changes = deliver(audience, [wanted(1, 5, 'a'), wanted(1, 4, 'b')], 2000);

    expect(changes).toBe(0);
  });

  it('keeps a late old version out, also where nothing showed of the newer one', () => {
    const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };
    deliver(audience, [wanted(1, 1, 'a')], 1000);
    deliver(audience, [wanted(1, 3, 'a')], 1000);

    const changes = deliver(audience, [wanted(1, 2, 'b')], 2000);

    expect(changes).toBe(0);
  });

  it('never gives a position twice, though the clock stands still or goes back', () => {
    const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };

    deliver(audience, [wanted(1, 1, 'a'), wanted(2, 1, 'a')], 1000);
    deliver(audience, [wanted(1, 2, 'b')], 10);

    expect([...audience.rows.values()].map(({ position }) => position)).toEqual([1002, 1001]);
    expect(audience.head.position).toBe(1002);
  });
});

describe('a digest', () => {
  it('is of a set: in any order, and empty when all is taken out', () => {
    const objects = fc.array(fc.tuple(fc.stringMatching(/^[1-9]{1,18}$/), fc.nat()));
    fc.assert(
      fc.property(objects, (set) => {
        const sum = (list: typeof set) =>
          list.reduce(
            (digest, [id, version]) => addToDigest(digest, id, version),
            emptyHead.digest,
          );

        const forward = sum(set);
        const none = set.reduce((d, [id, version]) => takeFromDigest(d, id, version), forward);

        expect(sum([...set].reverse())).toBe(forward);
        expect(none).toBe(emptyHead.digest);
      }),
    );
  });
});
