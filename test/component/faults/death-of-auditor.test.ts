import { auditBatch } from '../../../lambdas/audit/audit-batch';
import { auditReads } from '../../../lambdas/audit/audit-reads';
import type { AuditEvent } from '../../../lambdas/core/audit';
import { allEntries, chainFaults } from '../../support/audit-entries';
import { audited, auditorOn, streamsOf } from '../../support/audited';
import { type Community, communities } from '../../support/community';
import { type Deaths, dieEverywhere } from '../../support/mortal';
import { readTruth } from '../../support/stored';

const { community, newTables, newClient, sharedClient } = communities();

const bothSides: Deaths = { sides: ['before', 'after'] };

async function newWorld() {
  return community({ tables: await newTables(true) });
}

/** What is told in alice's chain of the descriptors of one life, in its order. */
async function toldOf(world: Community, ids: readonly string[]) {
  const entries = await allEntries(sharedClient(), world);
  return entries
    .filter(
      ({ chain, about }) => chain === world.alice.id && ids.includes(`${about['descriptor']}`),
    )
    .map(({ kind, about }) => `${kind} ${about['descriptor']}`);
}

/** Published, changed, narrowed and taken back; and the entries that must come of it. */
async function actOn({ call, alice, group }: Community, life: string) {
  const { token } = alice;
  const audience = { community: true, groups: [group.id] };
  const publish = async (value: string) =>
    (await call('POST /v1/descriptors', { token, body: { value, status: 'MALICIOUS', audience } }))
      .body;
  const [a, b] = [await publish(`a${life}.example`), await publish(`b${life}.example`)];
  const narrower = { version: a.version, audience: { groups: [group.id] } };
  await call(`PATCH /v1/descriptors/${a.id}`, { token, body: narrower });
  await call(`DELETE /v1/descriptors/${b.id}`, { token });
  const kinds = [
    ...[`descriptor.published ${a.id}`, `descriptor.published ${b.id}`],
    ...[`descriptor.narrowed ${a.id}`, `descriptor.retracted ${b.id}`],
  ];
  return { ids: [a.id, b.id], kinds };
}

describe('an auditor that dies at any call of a batch', () => {
  it('leaves each act with exactly one entry, once the stream has brought it again', async () => {
    const world = await newWorld();
    const read = await streamsOf(sharedClient(), world);

    const deaths = await dieEverywhere(newClient, world, bothSides, async ({ auditor }, life) => {
      const { ids, kinds } = await actOn(world, life);
      const changes = await read();
      await auditBatch(changes, auditor).catch(() => undefined);

      const again = await auditBatch(changes, auditorOn(sharedClient(), world));

      expect(again.size).toBe(0);
      expect(await toldOf(world, ids)).toEqual(kinds);
    });

    expect(deaths).toBeGreaterThan(3);
    expect(await chainFaults(sharedClient(), world)).toEqual([]);
  });

  it('leaves each read with exactly one entry, once the queue has brought it again', async () => {
    const world = await newWorld();
    const { alice, bob } = world;
    const settled = { read: (body: string): AuditEvent => JSON.parse(body) };
    let made = 0;

    const deaths = await dieEverywhere(newClient, world, bothSides, async ({ auditor }) => {
      const messages = [alice, bob, alice].map(({ id: chain }) => {
        made += 1;
        const about = { values: made, known: 0 };
        const event = { id: `read${made}`, chain, at: made, kind: 'values.looked_up', about };
        return { id: `${made}`, body: JSON.stringify({ ...event, actor: 'own', credential: '1' }) };
      });
      await auditReads(messages, { ...auditor, ...settled }).catch(() => undefined);

      expect(
        await auditReads(messages, { ...auditorOn(sharedClient(), world), ...settled }),
      ).toEqual([]);
    });

    expect(deaths).toBeGreaterThan(4);
    const numbers = (await allEntries(sharedClient(), world)).map(({ about }) => about['values']);
    expect(numbers.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: made }, (_, at) => at + 1),
    );
    expect(await chainFaults(sharedClient(), world)).toEqual([]);
  });
});

describe('an act in flight when its process is killed', () => {
  it('has one entry if it took effect, and none if it did not', async () => {
    const world = await audited(sharedClient(), await newWorld());
    const { token, id: owner } = world.alice;

    const deaths = await dieEverywhere(newClient, world, bothSides, async ({ api }, life) => {
      const value = `k${life}.example`;
      const body = { value, status: 'MALICIOUS', audience: { community: true } };
      await api.call('POST /v1/descriptors', { token, body }).catch(() => undefined);

      await world.audit();

      const entries = (await allEntries(sharedClient(), world)).filter(
        ({ chain, kind }) => chain === owner && kind === 'descriptor.published',
      );
      const shared = await readTruth(sharedClient(), world.tables);
      const ids = entries.map(({ about }) => about['descriptor']);
      expect(ids.sort()).toEqual(shared.map(({ id }) => id).sort());
    });

    expect(deaths).toBeGreaterThan(2);
    expect(await chainFaults(sharedClient(), world)).toEqual([]);
  });
});
