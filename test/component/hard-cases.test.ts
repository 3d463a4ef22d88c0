import { communities } from '../support/community';

const { community, newClient } = communities();

const evil = { value: 'evil.example', status: 'MALICIOUS' };

describe('a member that was taken out of a group', () => {
  it('can say nothing new in it, but narrow away from it and retract', async () => {
    const { call, wait, operator, alice, bob, group } = await community();
    const audience = { groups: [group.id] };
    const published = await call('POST /v1/descriptors', {
      ...{ token: bob.token, body: { ...evil, audience } },
    });
    const { id, version } = published.body;
    await call(`PUT /v1/groups/${group.id}/members`, {
      ...{ token: operator.token, body: { members: [alice.id] } },
    });
    wait(31);
    const patch = (body: object) =>
      call(`PATCH /v1/descriptors/${id}`, { token: bob.token, body: { version, ...body } });

    const news = await patch({ description: 'something new' });
    const renamed = await patch({ description: 'something new', audience });
    const narrowed = await patch({ audience: { members: [bob.id] } });
    const retracted = await call(`DELETE /v1/descriptors/${id}`, { token: bob.token });

    expect(news).toMatchObject({ status: 400, body: { code: 'audience.unusable' } });
    expect(renamed).toMatchObject({ status: 400, body: { code: 'audience.unusable' } });
    expect(narrowed.status).toBe(200);
    expect(retracted.status).toBe(204);
  });
});

describe('a feed whose entries are older than its tombstones are kept', () => {
  it('can be copied from the start, and followed by whoever kept up', async () => {
    const { call, index, wait, alice, bob } = await community();
    const publish = async (value: string) => {
      const body = { ...evil, value, audience: { community: true } };
      await call('POST /v1/descriptors', { token: alice.token, body });
      await index();
    };
    for (const value of ['a.example', 'b.example', 'c.example']) await publish(value);
    const read = (after: number, asOf: number) =>
      call(`GET /v1/feeds/community?limit=2&after=${after}&asOf=${asOf}`, { token: bob.token });
    wait(100 * 86_400);

    const first = (await read(0, 0)).body;
    const second = await read(first.next, first.asOf);
    const stale = await read(first.next, 0);
    wait(80 * 86_400);
    const quiet = (await read(second.body.next, second.body.asOf)).body;
    wait(80 * 86_400);
    await publish('d.example');
    const later = await read(quiet.next, quiet.asOf);

    expect(second).toMatchObject({ status: 200, body: { more: false } });
    expect(stale).toMatchObject({ status: 410, body: { code: 'feed.reset' } });
    expect(later).toMatchObject({ status: 200, body: { changes: [{}] } });
  });
});

describe('tags named like parts of an object', () => {
  it('are tags like any other, but for one that no JSON object can hold', async () => {
    const { call, index, alice, bob, carol } = await community();
    const tags = ['constructor', 'hasOwnProperty', 'toString'];
    const body = { ...evil, tags, audience: { community: true } };
    for (const { token } of [alice, bob]) await call('POST /v1/descriptors', { token, body });
    await index();
    await call('POST /v1/descriptors', { token: bob.token, body: { ...body, tags: [] } });
    await index();

    const look = { token: carol.token, body: { values: ['evil.example'] } };
    const { body: found } = await call('POST /v1/lookups', look);
    const proto = await call('POST /v1/descriptors', {
      ...{ token: alice.token, body: { ...body, tags: ['__proto__'] } },
    });

    expect(found.results[0].summary.tags).toEqual(tags);
    expect(proto).toMatchObject({ status: 400, body: { pointer: '/tags/0' } });
  });
});

describe('an expirer that runs for the first time long after the first expiry', () => {
  it('ends what is over', async () => {
    const { call, index, expire, wait, alice, bob } = await community();
    const expiresAt = '2026-11-22T10:00:30Z';
    const body = { ...evil, expiresAt, audience: { community: true } };
    await call('POST /v1/descriptors', { token: alice.token, body });
    await index();
    wait(3600);

    const { expired } = await expire();
    await index();

    expect(expired).toBe(1);
    const { body: page } = await call('GET /v1/feeds/community', { token: bob.token });
    expect(page.head.count).toBe(0);
  });
});

describe('an Idempotency-Key', () => {
  const audience = { community: true };

  it('gets its first answer again, whatever happened since', async () => {
    const { call, alice } = await community();
    const { token } = alice;
    const keyed = { token, body: { ...evil, audience }, headers: { 'idempotency-key': 'k1' } };
    const first = await call('POST /v1/descriptors', keyed);
    const { id, version } = first.body;
    await call(`PATCH /v1/descriptors/${id}`, { token, body: { version, severity: 'SEVERE' } });

    const again = await call('POST /v1/descriptors', keyed);

    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    const { body } = await call(`GET /v1/descriptors/${id}`, { token });
    expect(body.severity).toBe('SEVERE');
  });

  it('is refused with another request', async () => {
    const { call, alice } = await community();
    const headers = { 'idempotency-key': 'k1' };
    const publish = (status: string) =>
      call('POST /v1/descriptors', {
        ...{ token: alice.token, headers, body: { ...evil, status, audience } },
      });
    await publish('MALICIOUS');

    const other = await publish('UNKNOWN');

    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it('makes a batch safe to repeat, also one that says two things of one indicator', async () => {
    const { call, alice } = await community();
    const descriptors = [
      { ...evil, value: 'evil[.]example', audience },
      { ...evil, status: 'UNKNOWN', audience },
      { value: 'free', status: 'UNKNOWN', audience },
      'no descriptor',
    ];
    const keyed = {
      token: alice.token,
      body: { descriptors },
      headers: { 'idempotency-key': 'b' },
    };

    const first = await call('POST /v1/descriptors/batch', keyed);
    const again = await call('POST /v1/descriptors/batch', keyed);

    expect(again.body).toEqual(first.body);
    expect(first.body.results.map(({ status }: { status: number }) => status)).toEqual([
      201, 201, 400, 400,
    ]);
    const { body } = await call(`GET /v1/descriptors/${first.body.results[0].id}`, {
      token: alice.token,
    });
    expect(body.status).toBe('UNKNOWN');
  });

  it('makes a member once, and shows its secret once', async () => {
    const { call, operator } = await community();
    const keyed = (body: object, key: string) => ({
      ...{ token: operator.token, body, headers: { 'idempotency-key': key } },
    });

    const made = await call('POST /v1/members', keyed({ name: 'Dora' }, 'm'));
    const again = await call('POST /v1/members', keyed({ name: 'Dora' }, 'm'));
    const path = `POST /v1/members/${made.body.id}/credentials`;
    const issued = await call(path, keyed({}, 'c'));
    const reissued = await call(path, keyed({}, 'c'));

    expect([made.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(made.body);
    expect([issued.status, reissued.status]).toEqual([201, 200]);
    expect(issued.body.token).toMatch(/^\d+\|/);
    expect(reissued.body).toEqual({ ...issued.body, token: undefined });
  });
});

describe('a client whose write was acknowledged to nobody, and is sent again', () => {
  it('is answered as if it were the first', async () => {
    const client = newClient();
    const world = await community({ client });
    sendPutsTwice(client);
    const audience = { community: true };
    const { token } = world.alice;

    const made = await world.call('POST /v1/descriptors', { token, body: { ...evil, audience } });
    const { id, version } = made.body;
    const body = { version, severity: 'SEVERE' };
    const patched = await world.call(`PATCH /v1/descriptors/${id}`, { token, body });
    const retracted = await world.call(`DELETE /v1/descriptors/${id}`, { token });

    expect([made.status, patched.status, retracted.status]).toEqual([201, 200, 204]);
  });

  function sendPutsTwice(client: ReturnType<typeof newClient>) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'PutItemCommand') await next(args).catch(() => undefined);
        return next(args);
      },
      { step: 'build', name: 'twice' },
    );
  }
});

describe('a run too large for one transaction', () => {
  it('is halved until it fits, and loses nobody’s change', async () => {
    const { call, index, alice, bob } = await community();
    const fat = '\u0001'.repeat(8192);
    for (let at = 0; at < 24; at++) {
      const tags = Array.from({ length: 50 }, (_, n) => `${'\u0001'.repeat(120)}${at}-${n}`);
      const body = {
        ...{ value: `h${at}.example`, status: 'UNKNOWN', tags, description: fat },
        audience: { community: true },
      };
      const answer = await call('POST /v1/descriptors', { token: alice.token, body });
      expect(answer.status).toBe(201);
    }

    await index();

    const { body } = await call('GET /v1/feeds', { token: bob.token });
    const community_ = body.feeds.find(
      ({ audience }: { audience: string }) => audience === 'community',
    );
    expect(community_.head.count).toBe(24);
  });
});

describe('the operator', () => {
  it('can give itself another credential, and revoke the first', async () => {
    const { call, operator } = await community();
    const path = `/v1/members/${operator.id}/credentials`;

    const issued = await call(`POST ${path}`, { token: operator.token, body: {} });
    const works = await call('GET /v1/members', { token: issued.body.token });

    expect(issued.body.scopes).toEqual(['operate', 'administer', 'read']);
    expect(works.status).toBe(200);
  });
});

describe('a credential that was just issued', () => {
  it('works at once, though its member is remembered from before', async () => {
    const { call, operator, alice } = await community();
    await call('GET /v1/feeds', { token: alice.token });
    const path = `POST /v1/members/${alice.id}/credentials`;
    const { token } = (await call(path, { token: operator.token, body: {} })).body;

    expect((await call('GET /v1/feeds', { token })).status).toBe(200);
  });
});

describe('a descriptor that came back to an audience that never saw it', () => {
  it('is found there by its id', async () => {
    const { call, index, alice, bob, group } = await community();
    const { token } = alice;
    const made = await call('POST /v1/descriptors', {
      ...{ token, body: { ...evil, audience: { groups: [group.id] } } },
    });
    const { id } = made.body;
    const move = async (version: number, audience: object) =>
      (await call(`PATCH /v1/descriptors/${id}`, { token, body: { version, audience } })).body;
    const away = await move(made.body.version, { community: true });
    await index();
    await move(away.version, { groups: [group.id] });
    await index();

    const found = await call(`GET /v1/descriptors/${id}`, { token: bob.token });

    expect(found.body).toMatchObject({ seenIn: [`group:${group.id}`] });
  });
});

describe('a member’s requests', () => {
  it('are counted, told, and refused past the quota with the time to come back', async () => {
    const world = await community({ requestsPerSecond: 1 });
    const { token } = world.alice;
    world.wait(20);

    const answers = [];
    for (let at = 0; at < 12; at++) answers.push(await world.call('GET /v1/feeds', { token }));
    world.wait(10);
    const after = await world.call('GET /v1/feeds', { token });

    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
    expect(answers.at(-1)?.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      ratelimit: expect.stringContaining('r=0'),
    });
    expect(after.status).toBe(200);
  });
});
