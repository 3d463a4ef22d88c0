import { once } from 'node:events';
import { createServer } from 'node:http';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { extend } from '../../../lambdas/core/audit';
import { auditStore } from '../../../lambdas/store/audit-store';
import { audited } from '../../support/audited';
import { communities } from '../../support/community';
import { tocsinInProcess } from '../cli/run-tocsin';

const { community, newTables, sharedClient } = communities();

/** A member with a chain of a dozen entries, and who tampers with the table behind it. */
async function newChain() {
  const tables = await newTables(true);
  const world = await audited(sharedClient(), await community({ tables }));
  const { call, alice, operator } = world;
  const publish = async (name: string) => {
    const body = { value: `${name}.example`, status: 'MALICIOUS', audience: { community: true } };
    await call('POST /v1/descriptors', { token: alice.token, body });
  };
  for (let at = 0; at < 9; at++) await publish(`t${at}`);
  await world.audit();
  const server = createServer(async (request, response) => {
    const headers = { authorization: String(request.headers.authorization) };
    const answer = await call(`${request.method} ${request.url}`, { headers });
    response.writeHead(answer.status, answer.headers).end(answer.text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const keyOf = (n: number) => ({
    ...{ pk: `entries/${alice.id}`, sk: String(n).padStart(12, '0') },
  });
  const client = sharedClient();
  const TableName = tables.audit;
  const read = async (n: number) =>
    (await client.send(new GetCommand({ TableName, Key: keyOf(n) }))).Item ?? {};
  const put = (n: number, item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName, Item: { ...item, ...keyOf(n) } }));
  return {
    ...world,
    ...{ publish, read, put, store: auditStore(client, TableName) },
    async change(n: number, fields: object) {
      await put(n, { ...(await read(n)), ...fields });
    },
    remove: (n: number) => client.send(new DeleteCommand({ TableName, Key: keyOf(n) })),
    /** Sets the head to where somebody wants the chain to end. */
    async cutHead(count: number) {
      const { hash } = await read(count);
      const shards = Array.from({ length: 16 }, (_, at) => `heads/${at.toString(16)}`);
      for (const pk of shards) {
        const Key = { pk, sk: alice.id };
        const { Item } = await client.send(new GetCommand({ TableName, Key }));
        if (!Item) continue;
        await client.send(new PutCommand({ TableName, Item: { ...Item, count, hash } }));
      }
    },
    async verify(more: readonly string[] = [], { token } = alice) {
      const args = ['audit', 'verify', '--url', url, ...more];
      const { code, stdout, stderr } = await tocsinInProcess(args, { TOCSIN_TOKEN: token });
      return { code, said: (stdout + stderr).trim() };
    },
    ofOperator: ['--member', alice.id],
    operatorToken: operator,
    end: () => server.close(),
  };
}

type Chain = Awaited<ReturnType<typeof newChain>>;

/** What is done to the table, and which entry is named as what. */
const tamperings: Readonly<Record<string, [(chain: Chain) => Promise<unknown>, string]>> = {
  'another kind': [({ change }) => change(4, { kind: 'feed.read' }), 'entry 4 was changed'],
  'another time': [({ change }) => change(1, { at: 1 }), 'entry 1 was changed'],
  'another hash': [({ change }) => change(6, { hash: 'f'.repeat(64) }), 'entry 6 was changed'],
  'an entry taken away': [({ remove }) => remove(5), 'entry 5 is missing'],
  'the first taken away': [({ remove }) => remove(1), 'entry 1 is missing'],
  'two that changed places': [
    async ({ read, put }) => {
      const [third, seventh] = [await read(3), await read(7)];
      await put(3, seventh);
      await put(7, third);
    },
    'entry 3 is missing',
  ],
  'one put in, numbered anew': [
    async ({ read, put, store, alice }) => {
      const head = await store.readHead(alice.id);
      for (let n = head.count; n >= 5; n--) await put(n + 1, { ...(await read(n)), n: n + 1 });
      await put(5, { ...(await read(4)), id: 'made-up', n: 5 });
    },
    'entry 5 was changed',
  ],
  'one put after the end': [
    async ({ store, put, read, alice }) => {
      const head = await store.readHead(alice.id);
      const { pk: _, sk: __, ...last } = await read(head.count);
      const [made] = extend(head, [{ ...last, id: 'made-up' } as never]).entries;
      await put(head.count + 1, { ...made });
    },
    'was inserted',
  ],
  'the end taken away': [
    async ({ remove, store, alice }) => {
      const { count } = await store.readHead(alice.id);
      for (let n = count - 2; n <= count; n++) await remove(n);
    },
    'is missing',
  ],
};

describe('tocsin audit verify', () => {
  it('says of a chain that is whole how long it is, to its member and to the operator', async () => {
    const chain = await newChain();
    await chain.seal();
    const { count } = await chain.store.readHead(chain.alice.id);

    const own = await chain.verify();
    const operators = await chain.verify(chain.ofOperator, chain.operatorToken);
    const analyst = await chain.verify(['--member', '17']);
    chain.end();

    expect(own).toMatchObject({ code: 0 });
    expect(own.said).toMatch(
      new RegExp(`^verified {2}${count} entries, 1 seals, head [0-9a-f]{64}$`),
    );
    expect(operators).toEqual(own);
    expect(analyst.code).not.toBe(0);
  });

  it.each(Object.entries(tamperings))('names what was done: %s', async (_, [tamper, verdict]) => {
    const chain = await newChain();

    await tamper(chain);
    const { code, said } = await chain.verify();
    chain.end();

    expect(said).toContain(verdict);
    expect(code).toBe(5);
  });

  it('does not see an end that is cut with its head before it was sealed', async () => {
    const chain = await newChain();
    const { count } = await chain.store.readHead(chain.alice.id);

    await chain.cutHead(count - 1);
    await chain.remove(count);
    const { code } = await chain.verify();
    chain.end();

    expect(code).toBe(0);
  });

  it('sees an end that is cut with its head after it was sealed, and so does the next seal', async () => {
    const chain = await newChain();
    await chain.seal();
    const { count } = await chain.store.readHead(chain.alice.id);
    const shrunk: string[] = [];

    await chain.cutHead(count - 1);
    await chain.remove(count);
    const { code, said } = await chain.verify();
    chain.wait(86_400);
    await chain.seal((chains) => shrunk.push(...chains));
    chain.end();

    expect(said).toMatch(
      new RegExp(`^entry ${count} is missing: ${count} were sealed on 2026-11-22$`),
    );
    expect(code).toBe(5);
    expect(shrunk).toEqual([chain.alice.id]);
  });

  it('sees a chain that was made anew, hashes and head and all, since it was sealed', async () => {
    const chain = await newChain();
    await chain.seal();
    const { alice, store, put } = chain;
    const entries = await store.readEntries(alice.id, 0, 100);
    const events = entries.map(({ n: _, hash: __, ...event }) => ({ ...event, at: event.at + 1 }));
    const made = extend({ count: 0, hash: '0'.repeat(64) }, events);

    for (const entry of made.entries) await put(entry.n, { ...entry });
    await chain.cutHead(made.head.count);
    const { code, said } = await chain.verify();
    chain.end();

    expect(said).toBe(
      `entry ${entries.length} was changed: it or one before it is not what was sealed on 2026-11-22`,
    );
    expect(code).toBe(5);
  });

  it('goes on over days: each seal follows the one before', async () => {
    const chain = await newChain();
    await chain.seal();
    chain.wait(86_400);
    await chain.publish('later');
    await chain.audit();
    await chain.seal();
    const again = await chain.seal();
    const { token } = chain.operator;

    const { roots } = (await chain.call('GET /v1/audit/roots', { token })).body;
    const verified = await chain.verify();
    chain.end();

    expect(again).toBe('sealed_before');
    expect(roots.map(({ day }: { day: string }) => day)).toEqual(['2026-11-22', '2026-11-23']);
    expect(roots[1].previous).toBe(roots[0].seal);
    expect(verified.said).toContain('2 seals');
  });

  it('is told how it is used', async () => {
    const { code } = await tocsinInProcess(['audit', 'look'], {});

    expect(code).toBe(2);
  });
});
