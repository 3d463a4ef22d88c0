import { disagreements, tableDisagreements } from '../../support/agrees';
import { allEntries } from '../../support/audit-entries';
import { audited } from '../../support/audited';
import { type Community, communities } from '../../support/community';
import { type Departing, departing, toldOf } from '../../support/departures';
import { deliver, doorbell } from '../../support/doorbell';
import { isProved } from '../../support/feed-copy';
import { keptContents } from '../../support/kept-contents';
import { dieEverywhere } from '../../support/mortal';
import { readTruth, scan } from '../../support/stored';

const { community, newTables, newClient, sharedClient } = communities();

const everybody = { community: true };
const values = ['one.example', 'two.example', 'three.example'];

async function withWords() {
  const world = await departing(await community());
  await world.publish('one.example', everybody);
  await world.publish('two.example', { groups: [world.ring.id] });
  await world.publish('three.example', everybody, { expiresAt: '2026-11-22T10:30:00Z' });
  return world;
}

function withdraw({ call, dora }: Departing, memberId = dora.id) {
  return call('POST /v1/me/withdrawal', { token: dora.token, body: { memberId } });
}

describe('POST /v1/me/withdrawal', () => {
  it('ends the credentials at once, hides everything, and reports when all is retracted', async () => {
    const world = await withWords();
    const { call, dora, bob } = world;

    const { status, body } = await withdraw(world);
    const refused = await withdraw(world);
    world.wait(20);
    const hidden = await toldOf(world, bob, values);
    const begun = await call(`GET ${body.report}`);
    await world.sweepToTheEnd();
    const ended = await call(`GET ${body.report}`);

    expect([status, refused.status]).toEqual([202, 401]);
    expect(hidden.known).toEqual([]);
    for (const copy of hidden.feeds.values()) expect(isProved(copy)).toBe(true);
    expect(begun.body).toMatchObject({ memberId: dora.id, endedAt: null, retracted: null });
    expect(ended.body).toMatchObject({ retracted: 3, memberships: 1, credentials: 1 });
    expect(ended.body.endedAt).not.toBeNull();
    expect(await disagreements(world, sharedClient())).toEqual([]);
  });

  it('stores no more than a hash of the key, which opens nothing but the report', async () => {
    const world = await withWords();
    const { call, operator, dora } = world;
    const { body } = await withdraw(world);
    const key = body.report.split('/').at(-1);

    const standing = await call(`GET /v1/members/${dora.id}/state`, { token: operator.token });
    const asCredential = await call('GET /v1/me', { token: key.replace('.', '|') });
    const [absent, short] = await Promise.all([
      call(`GET /v1/withdrawals/${key.slice(0, -1)}x`),
      call('GET /v1/withdrawals/x'),
    ]);
    const credential = await call(`GET /v1/withdrawals/${dora.token.replace('|', '.')}`);

    expect(standing.text).not.toContain(key.split('.')[1]);
    expect(asCredential.status).toBe(401);
    expect([absent.status, short.status, credential.status]).toEqual([404, 404, 404]);
    expect(short.text).toBe(absent.text);
    expect(credential.text).toBe(absent.text);
  });

  it("is 400 for another's id, and 403 without the scope administer", async () => {
    const world = await withWords();
    const { call, bob, dora, operator } = world;
    const line = `POST /v1/members/${dora.id}/credentials`;
    const issued = await call(line, { token: operator.token, body: { role: 'analyst' } });

    const wrong = await withdraw(world, bob.id);
    const analyst = { token: issued.body.token, body: { memberId: dora.id } };
    const small = await call('POST /v1/me/withdrawal', analyst);

    expect([wrong.status, wrong.body.pointer]).toEqual([400, '/memberId']);
    expect(small.status).toBe(403);
    expect((await world.standing()).state).toBe('active');
  });
});

describe('what a member that leaves kept for itself', () => {
  it('is removed with the lists that were built of it, and the audit says who did it', async () => {
    const contents = keptContents();
    const tables = await newTables(true);
    const inner = await departing(await community({ tables, contents }));
    const world = await audited(sharedClient(), inner);
    const { call, dora, bob } = inner;
    for (const { token } of [dora, bob]) {
      await call('PUT /v1/saved-searches/mine', {
        token,
        body: { query: { q: 'secret.example' } },
      });
      const definition = { feed: 'community', format: 'list', kinds: ['domains'] };
      await call('PUT /v1/lists/edge', { token, body: { definition } });
      await call('GET /v1/lists/edge/content', { token });
    }
    const built = [...contents.kept.keys()].sort();

    await withdraw(inner);
    await inner.sweepToTheEnd();
    await world.audit();

    expect(built).toEqual([`${bob.id}/edge`, `${dora.id}/edge`].sort());
    expect([...contents.kept.keys()]).toEqual([`${bob.id}/edge`]);
    const rows = (await scan(sharedClient(), tables.directory)).map(({ pk, sk }) => `${pk} ${sk}`);
    const named = (id: string) =>
      rows.filter((row) => /^named\/\d+ (search|list)\//.test(row) && row.includes(id));
    expect([named(dora.id), named(bob.id).length]).toEqual([[], 2]);
    const told = (await allEntries(sharedClient(), world)).filter(
      ({ kind, chain }) => chain === dora.id && /^(list|search)\.changed$/.test(kind),
    );
    expect(told.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'search.changed own',
      'list.changed own',
      'search.changed own',
      'list.changed own',
    ]);
  });
});

describe('a sweeper that dies at any call', () => {
  it('leaves everything retracted and counted once, when others have gone on', async () => {
    const tables = await newTables();
    const world = await community({ tables });
    const ring = doorbell(sharedClient(), world);
    const counted: number[] = [];

    const deaths = await dieEverywhere(
      newClient,
      world,
      { sides: ['after'], counts: ({ command }) => /Put|Update|Transact/.test(command) },
      async ({ api }) => {
        const one = await withGiven(world);
        await deliver(await ring(), world.indexDeps);
        await withdraw(one);
        for (let minute = 0; minute < 9 && (await one.standing()).sweep; minute++) {
          world.wait(90);
          await (minute === 0 ? api : world).sweep().catch(() => undefined);
          await deliver(await ring(), world.indexDeps);
        }
        const { swept } = await one.standing();
        counted.push(swept.descriptors);
        const mine = (await readTruth(sharedClient(), tables)).filter(
          ({ owner }) => owner === one.dora.id,
        );
        expect(mine.map(({ state }) => state)).toEqual(['retracted', 'retracted']);
        expect(await tableDisagreements(world, sharedClient())).toEqual([]);
      },
    );

    expect(deaths).toBeGreaterThanOrEqual(4);
    expect(new Set(counted)).toEqual(new Set([2]));
  });
});

async function withGiven(world: Community): Promise<Departing> {
  const one = await departing(world);
  await one.publish('one.example', everybody);
  await one.publish('two.example', { groups: [one.ring.id] });
  return one;
}
