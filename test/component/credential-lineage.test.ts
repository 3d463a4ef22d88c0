import { type Community, communities } from '../support/community';

const { community } = communities();

const day = 86_400;
const inDays = ({ time }: Community, days: number) =>
  new Date(time.micros / 1000 + days * day * 1000).toISOString();

function issue({ call }: Community, token: string, fields: object = {}) {
  return call('POST /v1/credentials', { token, body: { name: 'One', role: 'admin', ...fields } });
}

/** Whether a token is still accepted by a write. */
async function lives({ call }: Community, tokens: readonly string[]) {
  const answers = [];
  for (const token of tokens) answers.push(await call('DELETE /v1/descriptors/1', { token }));
  return answers.map(({ status }) => status !== 401);
}

const report = ({ call }: Community, token: string) =>
  call('POST /v1/credentials/leaked', { body: { token } });

describe('an administrator with an end and addresses of its own', () => {
  async function limited() {
    const world = await community();
    const limits = { expiresAt: inDays(world, 30), allowedFrom: ['192.0.2.0/24'] };
    const { id, token, expiresAt } = (await issue(world, world.alice.token, limits)).body;
    const from = '192.0.2.7';
    const call = (line: string, body?: object) => world.call(line, { token, from, body });
    return { ...world, id, token, expiresAt, send: call };
  }

  it.each([
    ['lift its own end', { expiresAt: null }, '/expiresAt'],
    ['lift its own addresses', { allowedFrom: null }, '/allowedFrom'],
    ['widen its own addresses', { allowedFrom: ['192.0.0.0/16'] }, '/allowedFrom'],
    ['add an address', { allowedFrom: ['192.0.2.0/24', '2001:db8::1'] }, '/allowedFrom'],
  ])('cannot %s', async (_, body, pointer) => {
    const { id, send } = await limited();

    const answer = await send(`PATCH /v1/credentials/${id}`, body);

    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'credential.exceeds_giver', pointer },
    });
  });

  it('may have less', async () => {
    const world = await limited();

    const body = { allowedFrom: ['192.0.2.7'], expiresAt: inDays(world, 3) };
    const answer = await world.send(`PATCH /v1/credentials/${world.id}`, body);

    expect(answer).toMatchObject({ status: 200, body: { allowedFrom: ['192.0.2.7'] } });
  });

  it('gives its own limits where none are asked for, and no wider ones', async () => {
    const world = await limited();
    const line = 'POST /v1/credentials';
    const one = { name: 'One', role: 'machine' };

    const plain = await world.send(line, one);
    const longer = await world.send(line, { ...one, expiresAt: inDays(world, 31) });
    const wider = await world.send(line, { ...one, allowedFrom: ['0.0.0.0/0'] });

    const { expiresAt } = world;
    expect(plain).toMatchObject({
      status: 201,
      body: { expiresAt, allowedFrom: ['192.0.2.0/24'] },
    });
    expect(longer).toMatchObject({ status: 403, body: { pointer: '/expiresAt' } });
    expect(wider).toMatchObject({ status: 403, body: { pointer: '/allowedFrom' } });
  });

  it('rotates itself within its limits, and none that has wider ones', async () => {
    const world = await limited();
    const { body: free } = await issue(world, world.alice.token);

    const own = await world.send(`POST /v1/credentials/${world.id}/rotate`, {});
    const other = await world.send(`POST /v1/credentials/${free.id}/rotate`, {});

    expect(own).toMatchObject({ status: 200, body: { allowedFrom: ['192.0.2.0/24'] } });
    expect(own.body.expiresAt).toBe(world.expiresAt);
    expect(other).toMatchObject({ status: 403, body: { code: 'credential.exceeds_giver' } });
    expect(await lives(world, [free.token])).toEqual([true]);
  });
});

describe('a token that leaked', () => {
  async function line() {
    const world = await community();
    const { body: leaked } = await issue(world, world.alice.token);
    const { body: child } = await issue(world, leaked.token);
    const { body: grandchild } = await issue(world, child.token, { role: 'machine' });
    return { ...world, leaked, child, grandchild };
  }

  it('ends with all that was given by it, however far down, and with nothing else', async () => {
    const world = await line();
    const { leaked, child, grandchild, alice, call } = world;

    const answer = await report(world, leaked.token);

    const tokens = [leaked, child, grandchild, alice].map(({ token }) => token);
    const { body } = await call('GET /v1/credentials', { token: alice.token });
    const with_ = body.credentials.filter((one: { revokedWith?: string }) => one.revokedWith);
    expect(answer.text).toBe('{"status":"accepted"}');
    expect(await lives(world, tokens)).toEqual([false, false, false, true]);
    expect(with_.map(({ id }: { id: string }) => id).sort()).toEqual(
      [child.id, grandchild.id].sort(),
    );
  });

  it('ends what it rotated: its finder was shown that token', async () => {
    const world = await line();
    const { leaked, alice, call } = world;
    const { body: other } = await issue(world, alice.token, { role: 'machine' });
    const taken = await call(`POST /v1/credentials/${other.id}/rotate`, {
      ...{ token: leaked.token, body: {} },
    });

    await report(world, leaked.token);

    expect(await lives(world, [taken.body.token, other.token])).toEqual([false, false]);
  });

  it('ends its credential too where that one has replaced it by itself', async () => {
    const world = await line();
    const { leaked, child, call } = world;
    const path = `POST /v1/credentials/${leaked.id}/rotate`;
    const { body: stolen } = await call(path, { token: leaked.token, body: {} });

    await report(world, leaked.token);

    const tokens = [leaked, stolen, child].map(({ token }) => token);
    expect(await lives(world, tokens)).toEqual([false, false, false]);
  });

  it('ends what it gave also where it was revoked before as if nothing had happened', async () => {
    const world = await line();
    const { leaked, child, alice, call } = world;
    await call(`DELETE /v1/credentials/${leaked.id}`, { token: alice.token });
    expect(await lives(world, [child.token])).toEqual([true]);

    await report(world, leaked.token);

    expect(await lives(world, [child.token, alice.token])).toEqual([false, true]);
  });

  it.each(['member', 'operator'])('is told so by its %s, who is told what ended', async (who) => {
    const world = await line();
    const { leaked, child, grandchild, alice, operator, call } = world;
    const path = who === 'member' ? '/v1/credentials' : `/v1/members/${alice.id}/credentials`;
    const { token } = who === 'member' ? alice : operator;

    const first = await call(`DELETE ${path}/${leaked.id}?leaked=true`, { token });
    const again = await call(`DELETE ${path}/${leaked.id}?leaked=true`, { token });

    const ids = [leaked, child, grandchild].map(({ id }) => id);
    expect([first.status, first.body.revoked.sort()]).toEqual([200, ids.sort()]);
    expect(again).toMatchObject({ status: 200, body: { revoked: [] } });
    expect(await lives(world, [child.token, grandchild.token])).toEqual([false, false]);
  });

  it('leaves the line whole where one of it was forgotten', async () => {
    const world = await line();
    const { leaked, child, grandchild, alice, call } = world;
    await call(`DELETE /v1/credentials/${child.id}`, { token: alice.token });
    for (let at = 0; at < 12; at++) {
      world.wait(1);
      const { body } = await issue(world, alice.token, { role: 'reader' });
      await call(`DELETE /v1/credentials/${body.id}`, { token: alice.token });
    }
    const { body } = await call('GET /v1/credentials', { token: alice.token });
    expect(body.credentials.map(({ id }: { id: string }) => id)).not.toContain(child.id);

    await report(world, leaked.token);

    expect(await lives(world, [grandchild.token, alice.token])).toEqual([false, true]);
  });
});

describe('an operator for a time', () => {
  it('makes no operator for longer', async () => {
    const world = await community();
    const { call, operator } = world;
    const path = `POST /v1/members/${operator.id}/credentials`;
    const { body: other } = await call(path, { token: operator.token, body: {} });
    const body = { expiresAt: inDays(world, 1) };
    await call(`PATCH /v1/credentials/${other.id}`, { token: operator.token, body });

    const own = await call(path, { token: other.token, body: {} });

    expect(own.body.expiresAt).toBe(body.expiresAt);
  });
});
