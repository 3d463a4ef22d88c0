import { communities } from '../../support/community';

const { community } = communities();

const evil = { value: 'evil.example', status: 'MALICIOUS' };
const onlyMe = [{}, { groups: [] }, { members: [] }, { groups: [], members: [] }];

describe('POST /v1/descriptors', () => {
  it.each(onlyMe.map((audience) => [JSON.stringify(audience), audience]))(
    'to the audience %s is for its owner alone, never for everybody (reliability A2.14)',
    async (_, audience) => {
      const { call, index, alice, bob } = await community();

      const { body, status } = await call('POST /v1/descriptors', {
        ...{ token: alice.token, body: { ...evil, audience } },
      });
      await index();

      const own = await call(`GET /v1/descriptors/${body.id}`, { token: alice.token });
      const others = await call('GET /v1/indicators?value=evil.example', { token: bob.token });
      const shared = await call('GET /v1/feeds/community', { token: bob.token });
      expect(status).toBe(201);
      expect(own.body).toMatchObject({ audience: {}, seenIn: [`member:${alice.id}`] });
      expect(others.status).toBe(404);
      expect(shared.body.head).toMatchObject({ position: 0, count: 0 });
    },
  );

  it('without an audience is 400: to keep it to oneself is said, not left out', async () => {
    const { call, alice } = await community();

    const answer = await call('POST /v1/descriptors', { token: alice.token, body: evil });

    expect(answer).toMatchObject({ status: 400, body: { pointer: '/audience' } });
  });

  it('to nobody new takes it from those who had it', async () => {
    const { call, index, alice, bob } = await community();
    const publish = (audience: object) =>
      call('POST /v1/descriptors', { token: alice.token, body: { ...evil, audience } });
    const { body } = await publish({ community: true });
    await index();

    await publish({});
    await index();

    const read = await call(`GET /v1/descriptors/${body.id}`, { token: bob.token });
    const feed = await call('GET /v1/feeds/community', { token: bob.token });
    expect(read.status).toBe(404);
    expect(feed.body.changes).toMatchObject([{ id: body.id, gone: true }]);
  });
});

describe('PATCH /v1/descriptors/{id}', () => {
  it('names the whole new set: what it leaves out is left', async () => {
    const { call, alice, bob, carol, group } = await community();
    const audience = { groups: [group.id], members: [carol.id] };
    const { body } = await call('POST /v1/descriptors', {
      ...{ token: alice.token, body: { ...evil, audience } },
    });

    await call(`PATCH /v1/descriptors/${body.id}`, {
      ...{ token: alice.token, body: { version: body.version, audience: { members: [bob.id] } } },
    });

    const read = await call(`GET /v1/descriptors/${body.id}`, { token: alice.token });
    expect(read.body.audience).toEqual({ members: [bob.id] });
  });

  it.each([
    ['a hidden group', ({ hidden }: Ids) => ({ groups: [hidden] })],
    ['an absent group', () => ({ groups: ['4611686018427387904'] })],
    ['a hidden group beside its own', ({ own, hidden }: Ids) => ({ groups: [own, hidden] })],
  ])('with %s in the set changes nothing (reliability A2.15)', async (_, audienceOf) => {
    const { call, alice, bob, carol, operator, group } = await community();
    const token = operator.token;
    const hidden = await call('POST /v1/groups', { token, body: { name: 'Hidden' } });
    const members = [bob.id, carol.id];
    await call(`PUT /v1/groups/${hidden.body.id}/members`, { token, body: { members } });
    const { body } = await call('POST /v1/descriptors', {
      ...{ token: alice.token, body: { ...evil, audience: { groups: [group.id] } } },
    });
    const before = await call(`GET /v1/descriptors/${body.id}`, { token: alice.token });
    const audience = audienceOf({ own: group.id, hidden: hidden.body.id });

    const answer = await call(`PATCH /v1/descriptors/${body.id}`, {
      ...{ token: alice.token, body: { version: body.version, audience } },
    });

    const after = await call(`GET /v1/descriptors/${body.id}`, { token: alice.token });
    expect(answer).toMatchObject({ status: 400, body: { code: 'audience.unusable' } });
    expect(answer.text).not.toContain(hidden.body.id);
    expect(after.body).toEqual(before.body);
  });

  it('of an audience needs the version that was read (reliability A2.15)', async () => {
    const { call, alice } = await community();
    const { body } = await call('POST /v1/descriptors', {
      ...{ token: alice.token, body: { ...evil, audience: {} } },
    });
    const patch = (more: object) =>
      call(`PATCH /v1/descriptors/${body.id}`, {
        ...{ token: alice.token, body: { audience: { community: true }, ...more } },
      });

    const unversioned = await patch({});
    const stale = await patch({ version: body.version - 1 });

    expect(unversioned).toMatchObject({ status: 400, body: { pointer: '/version' } });
    expect(stale).toMatchObject({ status: 409, body: { code: 'descriptor.version_stale' } });
  });
});

interface Ids {
  readonly own: string;
  readonly hidden: string;
}

describe('the TLP of a write', () => {
  const red = { ...evil, tlp: 'RED' };

  it('refuses RED to the community: 400, and nothing is stored', async () => {
    const { call, alice } = await community();
    const body = { ...red, audience: { community: true } };

    const one = await call('POST /v1/descriptors', { token: alice.token, body });
    const batch = await call('POST /v1/descriptors/batch', {
      ...{ token: alice.token, body: { descriptors: [body, { ...body, tlp: 'GREEN' }] } },
    });

    const problem = { code: 'tlp.audience', pointer: '/tlp' };
    expect(one).toMatchObject({ status: 400, body: problem });
    expect(batch.body.results).toMatchObject([{ status: 400, problem }, { status: 201 }]);
  });

  it('warns of RED to a group, of each item and each time', async () => {
    const { call, alice, group } = await community();
    const { token } = alice;
    const body = { ...red, audience: { groups: [group.id] } };

    const first = await call('POST /v1/descriptors', { token, body });
    const again = await call('POST /v1/descriptors', { token, body });
    const batch = await call('POST /v1/descriptors/batch', {
      ...{ token, body: { descriptors: [body, { ...body, value: 'b.example', tlp: 'AMBER' }] } },
    });

    const warnings = [{ code: 'tlp.audience', pointer: '/tlp', detail: expect.any(String) }];
    expect(first).toMatchObject({ status: 201, body: { warnings } });
    expect(again).toMatchObject({ status: 200, body: { warnings } });
    expect(batch.body.results[0]).toMatchObject({ warnings });
    expect(batch.body.results[1]).not.toHaveProperty('warnings');
  });

  it('is held against the audience that a patch leaves, and never against what it takes back', async () => {
    const { call, alice, group } = await community();
    const { token } = alice;
    const audience = { community: true, groups: [group.id] };
    const { body } = await call('POST /v1/descriptors', {
      ...{ token, body: { ...evil, tlp: 'AMBER+STRICT', audience } },
    });
    const patch = (version: number, change: object) =>
      call(`PATCH /v1/descriptors/${body.id}`, { token, body: { version, ...change } });

    const reddened = await patch(body.version, { tlp: 'RED' });
    const narrowed = await patch(body.version, { audience: { groups: [group.id] } });
    const redNow = await patch(narrowed.body.version, { tlp: 'RED' });
    const widened = await patch(redNow.body.version, { audience });

    expect(body.warnings).toMatchObject([{ code: 'tlp.audience' }]);
    expect(reddened).toMatchObject({ status: 400, body: { code: 'tlp.audience' } });
    expect(narrowed.status).toBe(200);
    expect(narrowed.body).not.toHaveProperty('warnings');
    expect(redNow).toMatchObject({ status: 200, body: { warnings: [{ code: 'tlp.audience' }] } });
    expect(widened).toMatchObject({ status: 400, body: { code: 'tlp.audience' } });
  });
});
