import fc from 'fast-check';
import { type AudienceRow, type DesiredRow, planAudience } from '../../../lambdas/core/commit-plan';
import { addToDigest, emptyHead, type FeedHead, takeFromDigest } from '../../../lambdas/core/feed';
import type { Projection } from '../../../lambdas/core/projection';

/** The versions of each object, as its item had them one after the other. */
const history = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'gone'), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 6 },
);

function saying(id: string, said: string): Projection {
  const shown = { id, said, owner: '1', type: 'DOMAIN', value: `${said}.example`, tags: [] };
  return shown as unknown as Projection;
}

function wanted(object: number, version: number, said: string): DesiredRow {
  const id = String(object);
  const projection = said === 'gone' ? 'gone' : saying(id, said);
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

/** An audience whose order was thrown away at 5,000, after it had heard of `rows`. */
function begunAnew(rows: readonly DesiredRow[]): Audience {
  const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };
  deliver(audience, rows, 1000);
  audience.head = { ...emptyHead, epoch: 5000, position: 5000, settled: 5000, from: 5001 };
  return audience;
}

describe('an audience after a new epoch', () => {
  it('lists again what is live and says the same, from an empty digest', () => {
    const live = [wanted(1, 1, 'a'), wanted(2, 1, 'b')];
    const audience = begunAnew(live);

    const changes = deliver(audience, live, 6000);

    expect(changes).toBe(2);
    expect(audience.head).toMatchObject({ count: 2, from: 6000, position: 6001 });
    expect(audience.head.digest).toBe(summed(audience.rows.values()));
    expect(deliver(audience, live, 7000)).toBe(0);
  });

  it('tells nobody of what was gone before it', () => {
    const audience = begunAnew([wanted(1, 1, 'a')]);
    deliver(audience, [wanted(1, 2, 'gone')], 6000);
    const tombstone = audience.head.position;
    audience.head = { ...emptyHead, epoch: 9000, position: 9000 };

    const changes = deliver(audience, [wanted(1, 2, 'gone')], 10_000);

    expect(tombstone).toBe(6000);
    expect(changes).toBe(0);
  });

  it('believes the item, be it older than a row of the order that was thrown away', () => {
    const audience = begunAnew([wanted(1, 3, 'newer')]);

    const changes = deliver(audience, [wanted(1, 2, 'older')], 6000);

    expect(changes).toBe(1);
    expect(audience.rows.get('1')).toMatchObject({ source: 2, position: 6000 });
    expect(audience.head.count).toBe(1);
  });

  it('keeps a late old version out of what was retracted after it, though nothing showed of that', () => {
    const audience = begunAnew([wanted(1, 1, 'a'), wanted(1, 2, 'gone')]);
    deliver(audience, [wanted(1, 6600, 'gone')], 7000);

    const changes = deliver(audience, [wanted(1, 6500, 'a')], 8000);

    expect(changes).toBe(0);
  });

  it('still keeps out what is older than a row that never showed, if that came after it', () => {
    const audience = begunAnew([]);
    deliver(audience, [wanted(1, 7000, 'gone')], 7000);

    const changes = deliver(audience, [wanted(1, 6000, 'a')], 8000);

    expect(changes).toBe(0);
  });
});

describe('a row that is to be written anew', () => {
  it('gets a new position though nothing differs, and the digest goes with it', () => {
    const audience = { head: emptyHead, rows: new Map<string, AudienceRow>() };
    deliver(audience, [wanted(1, 1, 'a'), wanted(2, 1, 'b')], 1000);

    const changes = deliver(audience, [{ ...wanted(1, 1, 'a'), isAnew: true }], 2000);

    expect(changes).toBe(1);
    expect(audience.rows.get('1')?.position).toBe(2000);
    expect(audience.head).toMatchObject({ count: 2, digest: summed(audience.rows.values()) });
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
