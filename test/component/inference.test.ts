import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { accessOf } from '../../lambdas/contracts/policy-table';
import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { type Community, communities, type TestMember } from '../support/community';
import { ownGroup } from '../support/groups';
import { seeded } from '../support/hostile';
import { meter } from '../support/metered';
import { lookAt } from '../support/twin-world-looks';
import { Pool } from '../support/twin-world-pool';

const { community, newClient, sharedClient } = communities();
const value = 'a.example';

async function publish({ call }: Community, { token }: TestMember, body: object) {
  const fine = { value, status: 'MALICIOUS', audience: { community: true } };
  return (await call('POST /v1/descriptors', { token, body: { ...fine, ...body } })).body;
}

/** What alice says to all, and bob and alice only among themselves. */
async function halfHidden() {
  const world = await community();
  const { alice, bob, group, index } = world;
  const audience = { groups: [group.id] };
  await publish(world, alice, { tags: ['open'] });
  const hidden = await publish(world, bob, { status: 'NON_MALICIOUS', tags: ['shut'], audience });
  await publish(world, bob, { value: 'b.example', audience });
  await index();
  return { ...world, hidden };
}

describe('what others say among themselves', () => {
  it('is in no summary, no count and no tag of a look-up (reliability A2.11, A2.18)', async () => {
    const { call, carol } = await halfHidden();

    const body = { values: [value], expand: true };
    const { results } = (await call('POST /v1/lookups', { token: carol.token, body })).body;

    expect(results[0].summary).toMatchObject({ owners: 1, disputed: false, tags: ['open'] });
    expect(results[0].summary.statuses).toEqual({ MALICIOUS: 1 });
    expect(results[0].descriptors).toHaveLength(1);
  });

  it('is in no head of a feed that others read (reliability A2.19)', async () => {
    const world = await halfHidden();
    const { call, index, alice, bob, carol, group } = world;
    const before = await call('GET /v1/feeds', { token: carol.token });
    const audience = { community: true, groups: [group.id] };
    await publish(world, bob, { value: 'c.example', audience: { groups: [group.id] } });
    await publish(world, alice, { tags: ['open'], audience });
    await index();

    const after = await call('GET /v1/feeds', { token: carol.token });

    expect(after.body).toEqual(before.body);
  });

  it('ends nothing before its minute where one that is over is shared with them', async () => {
    const world = await community();
    const { call, index, expire, wait, alice, carol, group } = world;
    const { token } = alice;
    const { id, version } = await publish(world, alice, { expiresAt: '2026-11-22T10:05:00Z' });
    await index();
    const audience = { community: true, groups: [group.id] };
    wait(600);

    const widened = await call(`PATCH /v1/descriptors/${id}`, {
      token,
      body: { version, audience },
    });
    await index();

    const seen = () => call('GET /v1/feeds/community', { token: carol.token });
    expect(widened.status).toBe(200);
    expect((await seen()).body.changes).toMatchObject([{ descriptor: { id } }]);
    await expire();
    await index();
    expect((await seen()).body.changes).toMatchObject([{ id, gone: true }]);
  });

  it('is in a batch what was never said, item for item (reliability A2.43)', async () => {
    const { call, carol, group } = await halfHidden();
    const values = ['b.example', 'never.example'];
    const audiences = [{ groups: [group.id] }, { groups: ['17'] }, { members: ['17'] }];
    const descriptors = audiences.map((audience) => ({ value, status: 'UNKNOWN', audience }));

    const asCarol = { token: carol.token };
    const looked = await call('POST /v1/lookups', { ...asCarol, body: { values } });
    const published = await call('POST /v1/descriptors/batch', {
      ...asCarol,
      body: { descriptors },
    });

    const [hidden, absent] = looked.body.results;
    expect({ ...hidden, value: '' }).toEqual({ ...absent, value: '' });
    expect(new Set(published.body.results.map((one: object) => JSON.stringify(one))).size).toBe(1);
  });
});

/** A route with an id in its path is asked for one that is hidden, one that is gone and one that never was. */
const named = routes.filter(
  ({ operationId, path }) =>
    accessOf(operationId) !== 'operate' &&
    /^\/v1\/(descriptors|groups|feeds|me\/invitations)\/\{/.test(path),
);

describe('an id that is hidden, gone or absent', () => {
  it.each(named.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s: is answered in the same bytes, under the same status and headers (reliability A2.16)',
    async (_, route) => {
      const { as, ids } = await goneAndHidden(route);
      const answers = [];
      for (const id of ids) answers.push(await as(route, id));

      const [hidden, gone, absent] = answers;

      expect(absent?.status).toBeGreaterThanOrEqual(400);
      expect(hidden).toEqual(absent);
      expect(gone).toEqual(absent);
    },
  );
});

async function goneAndHidden({ path }: Route) {
  const world = await halfHidden();
  const { call, index, alice, bob, carol, wait, operator } = world;
  const shown = await publish(world, alice, { value: 'gone.example' });
  await index();
  await call(`DELETE /v1/descriptors/${shown.id}`, { token: alice.token });
  await index();
  const left = await ownGroup(world, bob, { name: 'Left' });
  for (const members of [[bob.id, carol.id], [bob.id]]) {
    const line = `PUT /v1/groups/${left.id}/members`;
    await call(line, { token: operator.token, body: { members } });
  }
  const isOfDescriptor = path.includes('descriptors');
  const ids = isOfDescriptor ? [world.hidden.id, shown.id, '17'] : [world.group.id, left.id, '17'];
  const as = async (route: Route, id: string) => {
    // A window of its own, so that the limits in the headers are the same.
    wait(60);
    const pool = new Pool();
    // A feed of another member's; else it is about her own place.
    const member = path.includes('feeds') ? alice.id : carol.id;
    for (const kind of ['descriptors', 'groups', 'members', 'invitations']) {
      pool.add(kind, kind === 'members' ? member : id, 'hidden');
    }
    const request = lookAt(route, 'hidden', pool, seeded(3));
    const { status, headers, text } = await call(request.line, {
      ...request.call,
      token: carol.token,
    });
    return { status, headers, text };
  };
  return { as, ids };
}

describe('what a group hides of itself', () => {
  it('is told by no route to a member when somebody joins (reliability A2.17)', async () => {
    const world = await community();
    const { call, index, operator, alice, bob, carol, wait } = world;
    const quiet = await ownGroup(world, alice, { membersCanSee: false });
    const line = `PUT /v1/groups/${quiet.id}/members`;
    const setMembers = (members: TestMember[]) =>
      call(line, { token: operator.token, body: { members: members.map(({ id }) => id) } });
    await setMembers([alice, bob]);
    const reads = routes.filter(({ isRead, path }) => isRead && /groups|me|feeds/.test(path));
    const look = async () => {
      const pool = new Pool();
      pool.add('groups', quiet.id, 'hidden');
      pool.add('members', bob.id, 'hidden');
      const told = [];
      for (const route of reads) {
        wait(60);
        const request = lookAt(route, 'hidden', pool, seeded(4));
        const { status, headers, text } = await call(request.line, {
          ...request.call,
          token: bob.token,
        });
        told.push({ line: request.line, status, headers, text: text.replace(/"asOf":\d+/, '') });
      }
      return told;
    };

    const before = await look();
    await setMembers([alice, bob, carol]);
    await index();

    expect(await look()).toEqual(before);
  });
});

describe('POST /v1/lookups', () => {
  it('refuses what would cost too many reads before it makes one (reliability A2.33)', async () => {
    const client = newClient();
    const world = await community({ client });
    const { call, operator, alice } = world;
    for (let n = 0; n < 10; n++) {
      const made = { token: operator.token, body: { members: [alice.id] } };
      const { id } = await ownGroup(world, alice, { name: `Group ${n}` });
      await call(`PUT /v1/groups/${id}/members`, made);
    }
    await call('GET /v1/indicators/17', { token: alice.token });
    world.wait(60);
    const counted = meter(client);
    const one = { token: alice.token, body: { values: ['a.example'] } };
    await call('POST /v1/lookups', one);
    const before = { ...counted };

    const body = { values: Array.from({ length: 1000 }, (_, n) => `h${n}.example`) };
    const { status, body: answer } = await call('POST /v1/lookups', { ...one, body });

    expect(status).toBe(400);
    expect(answer.code).toBe('look_up.too_many_reads');
    expect(counted).toEqual(before);
  });
});

const media = ['application/json', 'text/html', '*/*', 'application/problem+json', ''];

describe('the media type that is asked for', () => {
  it.each(
    routes
      .filter((r) => accessOf(r.operationId) !== 'public')
      .map((r) => [r.operationId, r] as const),
  )('%s: changes nothing about who may do it (reliability A2.37)', async (_, { method, path }) => {
    const { call } = await shared();
    const line = `${method} ${path.replace('{audience}', 'community').replace(/\{\w+\}/g, '17')}`;
    const answers = [];
    for (const accept of media) answers.push(await call(line, { headers: { accept } }));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });
});

let made: Promise<Community> | undefined;

function shared(): Promise<Community> {
  made ??= community();
  return made;
}

describe('a partition of the index or of a feed', () => {
  it('is of one audience, so that nobody can feel the burst of another (reliability A2.44)', async () => {
    const { tables } = await halfHidden();
    const scans = [tables.audienceIndex, tables.feed].map((TableName) =>
      sharedClient().send(new ScanCommand({ TableName })),
    );

    const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);

    const keys = items.map(({ pk }) => String(pk)).filter((pk) => !pk.startsWith('due/'));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((pk) => !/^(community|(group|member):\d+)(\/|$)/.test(pk))).toEqual([]);
  });
});
