import { bentCursor } from '../../support/bent-cursors';
import { communities } from '../../support/community';
import { seeded } from '../../support/hostile';

const { community } = communities();
/** `FUZZ_RUNS=1000000 npx jest test/component/search/cursor.test.ts` tries a million. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2000);

async function walker() {
  const world = await community({ requestsPerSecond: 10_000_000 });
  const { call, index, alice, bob } = world;
  const audience = { community: true };
  const descriptors = ['a', 'b', 'c'].map((name) => {
    return { value: `${name}.example`, status: 'MALICIOUS', audience, tags: ['x'] };
  });
  await call('POST /v1/descriptors/batch', { token: alice.token, body: { descriptors } });
  await index();
  const ask = (query: object, { token } = bob) =>
    call(`GET /v1/search?${new URLSearchParams({ ...query })}`, { token });
  const { body } = await ask({ tag: 'x', limit: '1' });
  return { ...world, ask, cursor: body.cursor as string };
}

describe('a cursor', () => {
  it(
    `that is bent in any way is 400, never 500 (${runs} tries)`,
    async () => {
      const { ask, cursor } = await walker();
      const draw = seeded(7);
      const statuses = new Map<string, number>();

      for (let run = 0; run < runs; run++) {
        const bent = bentCursor(cursor, draw);
        const { status, body } = await ask({ tag: 'x', limit: '1', cursor: bent });
        const told = `${status} ${body.code}`;
        statuses.set(told, (statuses.get(told) ?? 0) + 1);
      }

      const others = [...statuses.keys()].filter(
        (told) => !/^400 (cursor|field)\.invalid$/.test(told),
      );
      expect(others).toEqual([]);
    },
    60_000 + runs * 20,
  );

  it('is of one member, one query and one day; the size of a page is free', async () => {
    const { ask, cursor, carol, wait } = await walker();

    const other = await ask({ tag: 'x', cursor }, carol);
    const another = await ask({ tag: 'y', cursor });
    const larger = await ask({ tag: 'x', limit: '5', cursor });
    const same = await ask({ tag: 'x', limit: '1', cursor });
    wait(86_401);
    const late = await ask({ tag: 'x', cursor });

    expect(other).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
    expect(another).toMatchObject({ status: 400, body: { code: 'cursor.mismatch' } });
    expect(larger.body.indicators).toHaveLength(2);
    expect(same.body.indicators).toHaveLength(1);
    expect(late).toMatchObject({ status: 400, body: { code: 'cursor.expired' } });
  });

  it('ends with the audiences that it was of', async () => {
    const { ask, cursor, call, operator, group, alice, wait } = await walker();
    const body = { members: [alice.id] };
    await call(`PUT /v1/groups/${group.id}/members`, { token: operator.token, body });
    wait(31);

    const answer = await ask({ tag: 'x', cursor });

    expect(answer).toMatchObject({ status: 400, body: { code: 'cursor.mismatch' } });
  });
});
