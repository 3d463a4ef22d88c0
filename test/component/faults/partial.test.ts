import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { besiege, seeded } from '../../support/hostile';
import { leavingUndone } from '../../support/hostile-batches';
import { play } from '../../support/hostile-script';

const { community, newTables, newClient, sharedClient } = communities();

const values = Array.from({ length: 150 }, (_, at) => `h${at}.example`);

async function publishedWorld() {
  const tables = await newTables();
  const client = newClient();
  const world = await community({ tables, client });
  const descriptors = values.map((value) => ({
    ...{ value, status: 'MALICIOUS', audience: { community: true } },
  }));
  const { token } = world.alice;
  await world.call('POST /v1/descriptors/batch', { token, body: { descriptors } });
  await world.index();
  return { world, client };
}

describe('batches that are done in part', () => {
  it('of the indexer lose nothing: what was left is written and read again', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const client = await besiege(newClient(), leavingUndone(0.3, seeded(3)));
    const indexer = indexerOn(client, tables, world.now, {
      ...{ onFailure: () => undefined, pointerWrites: 'batch' },
    });
    const ring = doorbell(sharedClient(), world);
    const draw = seeded(2);

    for (let round = 0; round < 4; round++) {
      await play({ world, call: world.call, draw, acts: 15 });
      await deliver(await ring(), indexer);
    }

    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('of a look-up never make a known value unknown', async () => {
    const { world, client } = await publishedWorld();
    await besiege(client, leavingUndone(0.2, seeded(4)));

    const { status, body } = await world.call('POST /v1/lookups', {
      ...{ token: world.bob.token, body: { values: [...values, 'unknown.example'] } },
    });

    const known = body.results.map((result: { known: boolean }) => result.known);
    expect(status).toBe(200);
    expect(known).toEqual([...values.map(() => true), false]);
  });

  it('that never get done make a look-up say so, and nothing about the values', async () => {
    const { world, client } = await publishedWorld();
    let left = 0;
    await besiege(
      client,
      leavingUndone(1, () => (left++ === 0 ? 1 : 0)),
    );

    const answer = await world.call('POST /v1/lookups', {
      ...{ token: world.bob.token, body: { values: values.slice(0, 3) } },
    });

    expect(answer).toMatchObject({ status: 503, body: { code: 'storage.busy' } });
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(answer.body).not.toHaveProperty('results');
  });
});
