import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { besiege, type Fault, seeded } from '../../support/hostile';
import { counting, throttling } from '../../support/hostile-faults';
import { emptyLedger, lostWrites, play } from '../../support/hostile-script';

const { community, newTables, newClient, sharedClient } = communities();

/** Members write, the indexer indexes, a reader reads; all through the same faults. */
async function live(...faults: readonly Fault[]) {
  const tables = await newTables();
  const counted = counting();
  const api = newClient();
  const world = await community({ tables, client: api });
  await besiege(api, counted.fault, ...faults);
  const indexer = indexerOn(
    await besiege(newClient(), counted.fault, ...faults),
    tables,
    world.now,
    {
      onFailure: () => undefined,
    },
  );
  const ring = doorbell(sharedClient(), world);
  const draw = seeded(5);
  const ledger = emptyLedger();
  const reads = [];
  for (let round = 0; round < 10; round++) {
    await play({ world, call: world.call, draw, acts: 10, ledger });
    await deliver(await ring(), indexer);
    for (const line of ['GET /v1/feeds', 'GET /v1/feeds/community?limit=20', 'GET /v1/members/1']) {
      reads.push(await world.call(line, { token: world.bob.token }));
    }
  }
  return { world, tables, ledger, reads, calls: counted.calls };
}

describe('throttling of three in ten of all calls', () => {
  it('costs no write and half as many calls again; outside it is only 429 or 503', async () => {
    const calm = await live();

    const rough = await live(throttling(0.3, seeded(9)));

    const { world, tables, ledger, reads, calls } = rough;
    const refused = [...ledger.refusals, ...reads.filter(({ status }) => status >= 429)];
    expect(calm.ledger.refusals).toEqual([]);
    for (const { status, headers } of refused) {
      expect([429, 503]).toContain(status);
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
    }
    expect(await lostWrites(ledger, sharedClient(), tables)).toEqual([]);
    expect(await disagreements(world, sharedClient())).toEqual([]);
    expect(calls / calm.calls).toBeGreaterThan(1.3);
    expect(calls / calm.calls).toBeLessThan(1.5);
  });
});
