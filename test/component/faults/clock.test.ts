import { microsPerSecond } from '../../../lambdas/core/time';
import { disagreements } from '../../support/agrees';
import { communities } from '../../support/community';
import { deliver, doorbell } from '../../support/doorbell';
import { indexerOn } from '../../support/exchange';
import { seeded } from '../../support/hostile';
import { emptyLedger, lostWrites, play } from '../../support/hostile-script';
import { readStored, readTruth } from '../../support/stored';

const { community, newTables, sharedClient } = communities();

const hour = 3600;

describe('a clock that jumps an hour forward and back', () => {
  it('(API and indexer apart) lets no version and no position go back', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const skew = { micros: 0 };
    const indexer = indexerOn(sharedClient(), tables, () => world.now() + skew.micros, {
      onFailure: (_, error) => {
        throw error;
      },
    });
    const ring = doorbell(sharedClient(), world);
    const ledger = emptyLedger();
    const draw = seeded(21);
    const newest = new Map<string, number>();

    for (const jump of [hour, -hour, -hour, hour, hour, -hour]) {
      world.wait(jump);
      skew.micros = (draw() < 0.5 ? -1 : 1) * hour * microsPerSecond;
      await play({ world, call: world.call, draw, acts: 12, ledger });
      await deliver(await ring(), indexer);

      const stored = await readStored(sharedClient(), tables);
      const seen = [
        ...stored.descriptors.map(({ id, version }) => [id, version] as const),
        ...[...stored.audiences].map(([name, { head }]) => [name, head?.position ?? 0] as const),
      ];
      const gone = seen.filter(([name, at]) => at < (newest.get(name) ?? 0));
      expect(gone).toEqual([]);
      for (const [name, at] of seen) newest.set(name, at);
    }

    expect(await lostWrites(ledger, sharedClient(), tables)).toEqual([]);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it.each([
    ['forward, and back', hour, -hour],
    ['back, and forward', -hour, hour],
  ])('(%s) still ends what is over', async (_, there, back) => {
    const tables = await newTables();
    const world = await community({ tables });
    const publish = async (value: string) => {
      const expiresAt = new Date(world.time.micros / 1000 + 120_000).toISOString();
      const body = { value, status: 'UNKNOWN', audience: { community: true }, expiresAt };
      await world.call('POST /v1/descriptors', { token: world.alice.token, body });
      await world.index();
    };
    await publish('before.example');
    await world.expire();
    world.wait(there);
    await publish('amiss.example');
    if (there > 0) await world.expire();
    world.wait(back);
    await publish('after.example');

    for (let minute = 0; minute < 70; minute += 5) {
      world.wait(300);
      await world.expire();
      await world.index();
    }

    const states = (await readTruth(sharedClient(), tables)).map(({ state }) => state);
    expect(states).toEqual(['expired', 'expired', 'expired']);
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('keeps no member out for longer than the window of its limit', async () => {
    const world = await community({ requestsPerSecond: 1 });
    const { token } = world.alice;
    const ask = async () => (await world.call('GET /v1/feeds', { token })).status;
    const spend = async () => {
      for (let time = 0; time < 12; time++) await ask();
    };

    for (const jump of [20, hour, -hour, -hour, hour]) {
      world.wait(jump);
      await spend();
      expect(await ask()).toBe(429);
      world.wait(10);
      expect(await ask()).toBe(200);
    }
  });

  it('prolongs no credential that was revoked', async () => {
    const { call, wait, operator, alice } = await community();
    const { token } = alice;
    const issued = await call(`POST /v1/members/${alice.id}/credentials`, {
      ...{ token: operator.token, body: {} },
    });
    await call('GET /v1/feeds', { token: issued.body.token });
    wait(-hour);
    const path = `DELETE /v1/members/${alice.id}/credentials/${issued.body.id}`;
    const revoked = await call(path, { token: operator.token });
    wait(31);

    const { status } = await call('GET /v1/feeds', { token: issued.body.token });

    expect(revoked.status).toBe(204);
    expect(status).toBe(401);
    expect((await call('GET /v1/feeds', { token })).status).toBe(200);
  });
});
