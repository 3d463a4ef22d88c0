import { auditBatch } from '../../../lambdas/audit/audit-batch';
import { audited, auditorOn, streamsOf } from '../../support/audited';
import { communities } from '../../support/community';

const { community, newTables, sharedClient } = communities();

async function newWorld() {
  const tables = await newTables(true);
  return audited(sharedClient(), await community({ tables }));
}

type World = Awaited<ReturnType<typeof newWorld>>;

const publish = ({ call, alice }: World, value: string, more: object = {}) =>
  call('POST /v1/descriptors', {
    token: alice.token,
    body: { value, status: 'MALICIOUS', audience: { community: true }, ...more },
  });

async function entriesOf({ call }: World, token: string, query = '') {
  const { body } = await call(`GET /v1/audit${query}`, { token });
  return body.entries as { n: number; kind: string; about: Record<string, unknown> }[];
}

const kinds = (entries: readonly { kind: string }[]) => entries.map(({ kind }) => kind);

describe('GET /v1/audit', () => {
  it('tells of each thing that a member did to its descriptors, in order, with ids and versions', async () => {
    const world = await newWorld();
    const { call, alice, group } = world;
    const { token } = alice;
    const groups = { community: true, groups: [group.id] };
    const { id, version, indicatorId } = (await publish(world, 'a.example', { audience: groups }))
      .body;
    const narrowed = await call(`PATCH /v1/descriptors/${id}`, {
      token,
      body: { version, audience: { groups: [group.id] } },
    });
    await call(`PATCH /v1/descriptors/${id}`, {
      token,
      body: { version: narrowed.body.version, status: 'SUSPICIOUS' },
    });
    await call(`DELETE /v1/descriptors/${id}`, { token });
    await publish(world, 'a.example');

    await world.audit();

    const entries = (await entriesOf(world, token)).filter(({ about }) => about['descriptor']);
    expect(kinds(entries)).toEqual([
      'descriptor.published',
      'descriptor.narrowed',
      'descriptor.revised',
      'descriptor.retracted',
      'descriptor.published',
    ]);
    expect(entries[0]).toMatchObject({
      actor: 'own',
      about: { descriptor: id, indicatorId, version, audiences: `community,group:${group.id}` },
    });
    expect(entries[1]?.about['left']).toBe('community');
    expect(JSON.stringify(entries)).not.toContain('example');
  });

  it('names the credential that did it, and nobody for what the exchange does by itself', async () => {
    const world = await newWorld();
    const { call, alice, operator, time } = world;
    const issued = await call(`POST /v1/members/${alice.id}/credentials`, {
      token: operator.token,
      body: { role: 'analyst' },
    });
    const expiresAt = new Date(time.micros / 1000 + 30_000).toISOString();
    const body = {
      value: 'b.example',
      status: 'UNKNOWN',
      audience: { community: true },
      expiresAt,
    };
    await call('POST /v1/descriptors', { token: issued.body.token, body });
    await world.index();
    world.wait(120);
    await world.expire();

    await world.audit();

    const [published, expired] = (await entriesOf(world, alice.token)).filter(
      ({ about }) => about['descriptor'],
    );
    expect(published).toMatchObject({ actor: 'own', credential: issued.body.id });
    expect(expired).toMatchObject({
      ...{ kind: 'descriptor.expired', actor: 'exchange', credential: null },
    });
  });

  it('has a page of a feed and a bulk look-up with counts, and neither values nor single look-ups', async () => {
    const world = await newWorld();
    const { call, bob } = world;
    const { token } = bob;
    await publish(world, 'c.example');
    await world.index();
    await call('GET /v1/feeds/community?after=0', { token });
    const { body: page } = await call('GET /v1/feeds/community?after=0', { token });
    await call(`GET /v1/feeds/community?after=${page.next}`, { token });
    await call('POST /v1/lookups', { token, body: { values: ['c.example', 'd.example'] } });
    await call('GET /v1/indicators?value=c.example', { token });

    await world.audit();

    const read = (await entriesOf(world, token)).filter(({ kind }) => /read|looked/.test(kind));
    expect(read.map(({ kind, about }) => [kind, about])).toEqual([
      ['feed.read', { audience: 'community', after: 0, next: page.next, changes: 1 }],
      ['feed.read', { audience: 'community', after: 0, next: page.next, changes: 1 }],
      ['values.looked_up', { values: 2, known: 1 }],
    ]);
  });

  it('has a share plan, by its id and with counts', async () => {
    const world = await newWorld();
    const { call, bob, group } = world;
    const draft = { value: 'c.example', status: 'MALICIOUS', audience: { groups: [group.id] } };
    const descriptors = [draft, { ...draft, value: 'no indicator' }];
    const { token } = bob;
    const { planId } = (await call('POST /v1/share-plans', { token, body: { descriptors } })).body;

    await world.audit();

    const [planned] = await entriesOf(world, token, '?kind=shares.planned');
    expect(planned?.about).toEqual({ plan: planId, drafts: 2, audiences: 1 });
  });

  it('goes on where the last page ended, and picks a kind', async () => {
    const world = await newWorld();
    const { call, alice } = world;
    for (const value of ['e.example', 'f.example', 'g.example']) await publish(world, value);
    await world.audit();
    const all = await entriesOf(world, alice.token);

    const first = (await call('GET /v1/audit?limit=2', { token: alice.token })).body;
    const rest = (await call(`GET /v1/audit?after=${first.next}`, { token: alice.token })).body;
    const picked = await entriesOf(world, alice.token, '?kind=descriptor.published');

    expect([...first.entries, ...rest.entries]).toEqual(all);
    expect([first.more, rest.more]).toEqual([true, false]);
    expect(kinds(picked)).toEqual(Array.from({ length: 3 }, () => 'descriptor.published'));
  });

  it("shows the operator every member's, says so in the operator's, and has no such member as absent", async () => {
    const world = await newWorld();
    const { call, alice, operator } = world;
    await publish(world, 'h.example');
    await world.audit();
    const { token } = operator;

    const shown = await call(`GET /v1/members/${alice.id}/audit`, { token });
    const absent = await call('GET /v1/members/17/audit', { token });
    await world.audit();
    const own = await call(`GET /v1/members/${operator.id}/audit?kind=audit.read`, { token });

    expect(shown.body.entries).toEqual(await entriesOf(world, alice.token));
    expect(absent.status).toBe(404);
    expect(own.body.entries).toMatchObject([{ about: { of: alice.id, after: 0 } }]);
  });

  it.each([
    ['GET /v1/audit?after=-1', 400],
    ['GET /v1/audit?limit=1001', 400],
    ['GET /v1/audit?kind=all', 400],
    ['GET /v1/audit/seals?after=yesterday', 400],
    ['GET /v1/members/17/audit', 403],
    ['GET /v1/members/17/audit/seals', 403],
    ['GET /v1/audit/roots', 403],
  ])('%s of a member: %d', async (line, status) => {
    const { call, alice } = await community();

    expect((await call(line, { token: alice.token })).status).toBe(status);
  });
});

describe('a read that cannot be put on record', () => {
  it('is 503, and hands nothing over', async () => {
    const { DomainError } = await import('../../../lambdas/core/problem');
    const world = await community({
      tellRead: async () => {
        throw new DomainError('audit.unavailable', 'Not now.');
      },
    });
    const { call, alice, bob } = world;
    const body = { value: 'i.example', status: 'MALICIOUS', audience: { community: true } };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await world.index();

    const page = await call('GET /v1/feeds/community', { token: bob.token });
    const found = await call('POST /v1/lookups', {
      token: bob.token,
      body: { values: ['i.example'] },
    });

    const plan = await call('POST /v1/share-plans', {
      token: bob.token,
      body: { descriptors: [body] },
    });

    expect([page.status, found.status, plan.status]).toEqual([503, 503, 503]);
    expect(page.text + found.text + plan.text).not.toContain('i.example');
    expect(page.headers['retry-after']).toBe('1');
  });
});

describe('a batch that is told again', () => {
  it('whole, in part, in another order, or by two at once, makes each entry once', async () => {
    const tables = await newTables(true);
    const plain = await community({ tables });
    const world = await audited(sharedClient(), plain);
    for (let at = 0; at < 60; at++) await publish(world, `r${at}.example`);
    const changes = await (await streamsOf(sharedClient(), plain))();
    const deps = auditorOn(sharedClient(), plain);

    await auditBatch(changes, deps);
    const once = await entriesOf(world, world.alice.token);
    await auditBatch(changes, deps);
    await auditBatch([...changes].reverse().slice(0, 40), deps);
    await Promise.all([auditBatch(changes, deps), auditBatch(changes.slice(20), deps)]);

    expect(await entriesOf(world, world.alice.token)).toEqual(once);
    expect(once.filter(({ kind }) => kind === 'descriptor.published')).toHaveLength(60);
  });

  it('first by two at once, makes each entry once too', async () => {
    const tables = await newTables(true);
    const plain = await community({ tables });
    const world = await audited(sharedClient(), plain);
    for (let at = 0; at < 60; at++) await publish(world, `s${at}.example`);
    const changes = await (await streamsOf(sharedClient(), plain))();
    const deps = auditorOn(sharedClient(), plain);

    await Promise.all([1, 2, 3].map(() => auditBatch(changes, deps)));

    const entries = await entriesOf(world, world.alice.token);
    expect(entries.filter(({ kind }) => kind === 'descriptor.published')).toHaveLength(60);
    expect(entries.map(({ n }) => n)).toEqual(entries.map((_, at) => at + 1));
  });
});
