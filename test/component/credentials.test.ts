import { type Community, communities } from '../support/community';

const { community } = communities();

const day = 86_400;
const body = { name: 'Somebody', role: 'analyst' };
const inDays = (world: Community, days: number) =>
  new Date(world.time.micros / 1000 + days * day * 1000).toISOString();

async function issue({ call, alice }: Community, fields: object = {}, token = alice.token) {
  return call('POST /v1/credentials', { token, body: { ...body, ...fields } });
}

describe('POST /v1/credentials', () => {
  it('shows the token once: in the answer that made it, and in no repeat or list', async () => {
    const world = await community();
    const { call, alice } = world;
    const keyed = { token: alice.token, body, headers: { 'idempotency-key': 'k' } };

    const first = await call('POST /v1/credentials', keyed);
    const again = await call('POST /v1/credentials', keyed);
    const list = await call('GET /v1/credentials', { token: alice.token });
    const used = await call('GET /v1/me', { token: first.body.token });

    const { token, ...view } = first.body;
    expect(first.status).toBe(201);
    expect(token).toMatch(/^\d{8,}\|[A-Za-z0-9_-]{49}$/);
    expect(again).toMatchObject({ status: 200, body: view });
    expect(again.body).not.toHaveProperty('token');
    expect(list.text).not.toContain(token.split('|')[1]);
    expect(used.body).toMatchObject({
      ...{ credentialId: view.id, role: 'analyst', scopes: ['read', 'publish'] },
    });
  });

  it('is 409 with another request under the same Idempotency-Key', async () => {
    const { call, alice } = await community();
    const send = (name: string) =>
      call('POST /v1/credentials', {
        ...{ token: alice.token, body: { ...body, name }, headers: { 'idempotency-key': 'k' } },
      });
    await send('One');

    const other = await send('Other');

    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it.each([
    ['no name', { name: '' }, '/name'],
    ['the operator’s role', { role: 'operator' }, '/role'],
    ['the operator’s scope', { scopes: ['operate'] }, '/scopes/0'],
    ['a scope beyond the role', { role: 'reader', scopes: ['read', 'publish'] }, '/scopes/1'],
    ['no scopes', { scopes: [] }, '/scopes'],
    ['an end that is over', { expiresAt: '2026-11-22T09:00:00Z' }, '/expiresAt'],
    ['an end past a year', { expiresAt: '2027-11-23T10:00:00Z' }, '/expiresAt'],
    ['an address that is none', { allowedFrom: ['192.0.2.0/33'] }, '/allowedFrom/0'],
    ['a name for an address', { allowedFrom: ['192.0.2.1', 'localhost'] }, '/allowedFrom/1'],
    ['no addresses', { allowedFrom: [] }, '/allowedFrom'],
    ['whose it is', { grantedBy: '4611686018427387904' }, '/grantedBy'],
  ])('refuses %s', async (_, fields, pointer) => {
    const answer = await issue(await community(), fields);

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it('keeps to ten live ones, however many are asked for at once', async () => {
    const world = await community();

    const asked = await Promise.all(Array.from({ length: 14 }, () => issue(world)));
    let issued = asked.filter(({ status }) => status === 201).length;
    while (issued < 9 && (await issue(world)).status === 201) issued += 1;
    const over = await issue(world);
    const list = await world.call('GET /v1/credentials', { token: world.alice.token });

    expect(new Set(asked.map(({ status }) => status)).has(500)).toBe(false);
    expect(issued).toBe(9);
    expect(over).toMatchObject({ status: 409, body: { code: 'credential.too_many' } });
    expect(list.body.credentials).toHaveLength(10);
  });

  it('makes room by forgetting those that ended long ago, and shows the last ten', async () => {
    const world = await community();
    const { call, alice } = world;
    const { token } = alice;
    const ids: string[] = [];
    for (let at = 0; at < 13; at++) {
      const { id } = (await issue(world)).body;
      ids.push(id);
      await call(`DELETE /v1/credentials/${id}`, { token });
    }

    const last = await issue(world);
    const { credentials } = (await call('GET /v1/credentials', { token })).body;

    const shown = credentials.map(({ id }: { id: string }) => id);
    expect(shown).toHaveLength(12);
    expect(shown[0]).toBe(last.body.id);
    expect(shown).toEqual(expect.arrayContaining(ids.slice(3)));
    expect((await call(`DELETE /v1/credentials/${ids[0]}`, { token })).status).toBe(404);
  });
});

describe('an end and a list of addresses', () => {
  it('are kept to: past the end, and from elsewhere, a credential is as if it were none', async () => {
    const world = await community();
    const { call } = world;
    const fields = { expiresAt: inDays(world, 30), allowedFrom: ['192.0.2.7/24', '2001:DB8::/32'] };
    const { token, ...view } = (await issue(world, fields)).body;
    const ask = (from: string) => call('GET /v1/feeds', { token, from });

    const answers = [];
    for (const from of ['192.0.2.9', '::ffff:192.0.2.9', '2001:db8::1', '192.0.3.1', '::1', 'x']) {
      answers.push((await ask(from)).status);
    }
    const none = await call('GET /v1/feeds', { token: 'x' });
    const elsewhere = await ask('198.51.100.1');
    world.wait(31 * day);
    const later = await ask('192.0.2.9');

    expect(view.allowedFrom).toEqual(['192.0.2.0/24', '2001:db8::/32']);
    expect(answers).toEqual([200, 200, 200, 401, 401, 401]);
    expect(elsewhere.text).toBe(none.text);
    expect(later).toMatchObject({ status: 401, text: none.text });
  });
});

describe('PATCH /v1/credentials/{id}', () => {
  it('changes what is named, lifts what is null, and is felt at once by a write', async () => {
    const world = await community();
    const { call, alice } = world;
    const issued = await issue(world, { expiresAt: inDays(world, 30), allowedFrom: ['192.0.2.1'] });
    const { id, token } = issued.body;
    const patch = (fields: object) =>
      call(`PATCH /v1/credentials/${id}`, { token: alice.token, body: fields });

    const named = await patch({ name: 'Another' });
    const lifted = await patch({ expiresAt: null, allowedFrom: null, role: 'reader' });
    const write = await call('POST /v1/descriptors', { token, body: {} });

    expect(named.body).toMatchObject({ name: 'Another', allowedFrom: ['192.0.2.1'] });
    expect(named.body.expiresAt).toBeDefined();
    expect(lifted.body).toMatchObject({ name: 'Another', role: 'reader', scopes: ['read'] });
    expect(lifted.body).not.toHaveProperty('expiresAt');
    expect(lifted.body).not.toHaveProperty('allowedFrom');
    expect(write).toMatchObject({ status: 403, body: { code: 'credential.scope' } });
  });

  it('under an Idempotency-Key is refused with another request', async () => {
    const world = await community();
    const { call, alice } = world;
    const { id } = (await issue(world)).body;
    const patch = (name: string, key: string) =>
      call(`PATCH /v1/credentials/${id}`, {
        ...{ token: alice.token, body: { name }, headers: { 'idempotency-key': key } },
      });
    await patch('First', 'k1');

    const again = await patch('First', 'k1');
    const other = await patch('Other', 'k1');

    expect(again).toMatchObject({ status: 200, body: { name: 'First' } });
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it('of one that has ended is 409, of one that is not yours 404', async () => {
    const world = await community();
    const { call, alice, bob } = world;
    const { id } = (await issue(world)).body;
    const patch = (token: string) =>
      call(`PATCH /v1/credentials/${id}`, { token, body: { name: 'x' } });

    const foreign = await patch(bob.token);
    await call(`DELETE /v1/credentials/${id}`, { token: alice.token });
    const ended = await patch(alice.token);

    expect(foreign.status).toBe(404);
    expect(ended).toMatchObject({ status: 409, body: { code: 'credential.ended' } });
  });
});

describe('POST /v1/credentials/{id}/rotate', () => {
  const rotate = ({ call, alice }: Community, id: string, fields: object = {}, headers = {}) =>
    call(`POST /v1/credentials/${id}/rotate`, { token: alice.token, body: fields, headers });

  it('gives a new token; the old one is accepted for a day, or as long as is said', async () => {
    const world = await community();
    const { id, token: old } = (await issue(world)).body;
    const ask = async (token: string) => (await world.call('GET /v1/feeds', { token })).status;

    const { body: first } = await rotate(world, id);
    const { body: second } = await rotate(world, id, { overlapSeconds: 60 });
    const during = [await ask(old), await ask(first.token), await ask(second.token)];
    world.wait(91);
    const after = [await ask(old), await ask(first.token), await ask(second.token)];
    world.wait(day);

    expect(first).toMatchObject({ id, retiring: [{}] });
    expect(second.retiring).toHaveLength(2);
    expect(during).toEqual([200, 200, 200]);
    expect(after).toEqual([200, 401, 200]);
    expect([await ask(old), await ask(second.token)]).toEqual([401, 200]);
  });

  it('without overlap ends every earlier token, for a write at once', async () => {
    const world = await community();
    const { id, token: old } = (await issue(world)).body;
    const { body: first } = await rotate(world, id);

    const { body: second } = await rotate(world, id, { overlapSeconds: 0 });

    const write = (token: string) => world.call('DELETE /v1/descriptors/1', { token });
    const statuses = [];
    for (const token of [old, first.token, second.token])
      statuses.push((await write(token)).status);
    expect(statuses).toEqual([401, 401, 404]);
    expect(second).not.toHaveProperty('retiring');
  });

  it('done again under its Idempotency-Key rotates once and shows no secret', async () => {
    const world = await community();
    const { id } = (await issue(world)).body;
    const headers = { 'idempotency-key': 'r1' };
    const first = await rotate(world, id, {}, headers);

    const again = await rotate(world, id, {}, headers);
    const other = await rotate(world, id, { overlapSeconds: 0 }, headers);

    expect(again.status).toBe(200);
    expect(again.body).not.toHaveProperty('token');
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
    const use = await world.call('GET /v1/feeds', { token: first.body.token });
    expect(use.status).toBe(200);
  });

  it.each([
    [{ overlapSeconds: -1 }, '/overlapSeconds'],
    [{ overlapSeconds: 7 * day + 1 }, '/overlapSeconds'],
    [{ token: 'mine' }, '/token'],
  ])('refuses %j', async (fields, pointer) => {
    const world = await community();
    const { id } = (await issue(world)).body;

    expect(await rotate(world, id, fields)).toMatchObject({ status: 400, body: { pointer } });
  });

  it('refuses a fourth token that overlaps, and says how to go on', async () => {
    const world = await community();
    const { id } = (await issue(world)).body;
    for (let at = 0; at < 3; at++) await rotate(world, id);

    const fourth = await rotate(world, id);
    const atOnce = await rotate(world, id, { overlapSeconds: 0 });

    expect(fourth).toMatchObject({ status: 409, body: { code: 'credential.rotating' } });
    expect(atOnce.status).toBe(200);
  });
});

describe('the last credential that administers a member', () => {
  it('can’t be revoked or demoted by its own member, which is told how to go on', async () => {
    const world = await community();
    const { call, alice } = world;
    const { token } = alice;
    await issue(world);
    const { credentialId: id } = (await call('GET /v1/me', { token })).body;

    const revoked = await call(`DELETE /v1/credentials/${id}`, { token });
    const demoted = await call(`PATCH /v1/credentials/${id}`, { token, body: { role: 'analyst' } });
    const other = (await issue(world, { role: 'admin' })).body;
    const handedOver = await call(`DELETE /v1/credentials/${id}`, { token: other.token });

    for (const answer of [revoked, demoted]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'credential.last_admin' } });
    }
    expect(handedOver.status).toBe(204);
    expect((await call('DELETE /v1/descriptors/1', { token })).status).toBe(401);
  });

  it('is left where two revoke each other at once', async () => {
    const world = await community();
    const { call, alice } = world;
    const { credentialId } = (await call('GET /v1/me', { token: alice.token })).body;
    const other = (await issue(world, { role: 'admin' })).body;

    await Promise.all([
      call(`DELETE /v1/credentials/${credentialId}`, { token: other.token }),
      call(`DELETE /v1/credentials/${other.id}`, { token: alice.token }),
    ]);

    const tokens = [alice.token, other.token];
    const writes = await Promise.all(
      tokens.map((token) => call('DELETE /v1/descriptors/1', { token })),
    );
    expect(writes.map(({ status }) => status).sort()).toEqual([401, 404]);
  });

  it('is left to an operator of its own member, and not to a member by the operator', async () => {
    const { call, operator, alice } = await community();
    const { token } = operator;
    const mine = (await call('GET /v1/me', { token })).body.credentialId;
    const hers = (await call('GET /v1/me', { token: alice.token })).body.credentialId;

    const own = await call(`DELETE /v1/members/${operator.id}/credentials/${mine}`, { token });
    const other = await call(`DELETE /v1/members/${alice.id}/credentials/${hers}`, { token });

    expect(own).toMatchObject({ status: 409, body: { code: 'credential.last_admin' } });
    expect(other.status).toBe(204);
  });
});

describe('POST /v1/credentials/leaked', () => {
  const report = ({ call }: Community, token: string) =>
    call('POST /v1/credentials/leaked', { body: { token } });

  it('ends a token by possession, the last that administers too, in one answer for every text', async () => {
    const world = await community();
    const { alice, bob } = world;
    const texts = ['', 'x', `${alice.token}x`, `${bob.id}|${alice.token.split('|')[1]}`];

    const answers = [];
    for (const text of [...texts, ` ${alice.token}\n`, alice.token]) {
      answers.push(await report(world, text));
    }

    expect(new Set(answers.map((one) => JSON.stringify([one.status, one.text]))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 202, body: { status: 'accepted' } });
    const write = (token: string) => world.call('DELETE /v1/descriptors/1', { token });
    expect((await write(alice.token)).status).toBe(401);
    expect((await write(bob.token)).status).toBe(404);
  });

  it('of a token that was replaced ends that one alone', async () => {
    const world = await community();
    const { call, alice } = world;
    const { id, token: old } = (await issue(world)).body;
    const line = `POST /v1/credentials/${id}/rotate`;
    const { token } = (await call(line, { token: alice.token, body: {} })).body;

    await report(world, old);

    expect((await call('DELETE /v1/descriptors/1', { token: old })).status).toBe(401);
    expect((await call('DELETE /v1/descriptors/1', { token })).status).toBe(404);
  });

  it('is limited by its source, as everything public', async () => {
    const world = await community({ sourceRequestsPerSecond: 1 });
    const statuses = [];
    for (let at = 0; at < 12; at++) statuses.push((await report(world, 'x')).status);

    expect(statuses).toEqual([...Array(10).fill(202), 429, 429]);
  });
});

describe('the day of the last use', () => {
  it('is shown by the day, and written once a day', async () => {
    const world = await community();
    const { call, alice } = world;
    const { id, token } = (await issue(world)).body;
    const lastUsed = async () => {
      const { body: list } = await call('GET /v1/credentials', { token: alice.token });
      return list.credentials.find((one: { id: string }) => one.id === id).lastUsedDay;
    };

    const days = [await lastUsed()];
    for (const line of ['GET /v1/feeds', 'GET /v1/me', 'DELETE /v1/descriptors/1']) {
      await call(line, { token });
    }
    days.push(await lastUsed());
    world.wait(2 * day);
    days.push(await lastUsed());
    await call('GET /v1/feeds', { token });
    days.push(await lastUsed());

    expect(days).toEqual([null, '2026-11-22', '2026-11-22', '2026-11-24']);
  });
});

describe('GET /v1/members/{id}/credentials', () => {
  it('shows the operator what a member has, with nothing of a secret', async () => {
    const { call, operator, alice } = await community();

    const {
      status,
      body: list,
      text,
    } = await call(`GET /v1/members/${alice.id}/credentials`, {
      token: operator.token,
    });

    expect(status).toBe(200);
    expect(list.credentials).toEqual([
      expect.objectContaining({
        memberId: alice.id,
        role: 'admin',
        name: 'Issued by the operator',
      }),
    ]);
    expect(text).not.toMatch(/hash|[A-Za-z0-9_-]{43}/);
  });
});

describe('POST /v1/members/{id}/credentials', () => {
  it.each(['17', '12345678'])('is 404 for %s, which is no member', async (id) => {
    const { call, operator } = await community();

    const answer = await call(`POST /v1/members/${id}/credentials`, {
      ...{ token: operator.token, body: {} },
    });

    expect(answer.status).toBe(404);
  });
});
