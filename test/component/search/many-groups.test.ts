import { addGroup, communities } from '../../support/community';

const { community } = communities();

describe('a member of fifty groups', () => {
  it('finds what each of them holds, once, page by page within the budget', async () => {
    const { call, index, operator, alice, bob, ...world } = await community();
    const groups: string[] = [];
    for (let n = 0; n < 49; n++) {
      const { id } = await addGroup({ call, index, ...world }, operator.token, `Group ${n}`, [
        alice.id,
        bob.id,
      ]);
      groups.push(id);
    }
    world.wait(31);
    for (let n = 0; n < 60; n++) {
      const mine = [0, 1, 2, 3].map((more) => groups[(n + 11 * more) % 49] ?? '');
      const audience = { groups: [...new Set(mine)] };
      const body = { value: `h${n}.example`, status: 'MALICIOUS', tags: ['kit'], audience };
      await call('POST /v1/descriptors', { token: alice.token, body });
    }
    await index();

    const found: string[] = [];
    const spent: number[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ tag: 'kit', ...(cursor ? { cursor } : {}) });
      const { status, body } = await call(`GET /v1/search?${query}`, { token: bob.token });
      expect(status).toBe(200);
      found.push(...body.indicators.map(({ id }: { id: string }) => id));
      spent.push(body.budget.spent);
      expect(body.complete).toBe(body.cursor === undefined);
      cursor = body.cursor;
    } while (cursor);

    expect(new Set(found).size).toBe(60);
    expect(found).toHaveLength(60);
    expect(Math.max(...spent)).toBeLessThan(550);
  }, 120_000);
});
