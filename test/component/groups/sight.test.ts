import { communities } from '../../support/community';
import { join, ringOf } from '../../support/groups';

const { community } = communities();

const value = 'secret.example';
const status = 'MALICIOUS';

describe('membersCanUse false', () => {
  it('lets owners publish, and refuses members in the words for a group that is not there', async () => {
    const { as, alice, bob, ring } = await ringOf(await community(), { membersCanUse: false });
    const publish = (groups: string[]) => ({ value, status, audience: { groups } });

    const owner = await as(alice)('POST /v1/descriptors', publish([ring.id]));
    const member = await as(bob)('POST /v1/descriptors', publish([ring.id]));
    const nowhere = await as(bob)('POST /v1/descriptors', publish(['77']));
    const batch = await as(bob)('POST /v1/descriptors/batch', {
      descriptors: [publish([ring.id]), publish(['77'])],
    });

    expect(owner.status).toBe(201);
    expect(member).toMatchObject({ status: 400, body: { code: 'audience.unusable' } });
    expect(member.text).toBe(nowhere.text);
    expect(batch.body.results[0]).toEqual(batch.body.results[1]);
  });

  it('is felt by the next write after an owner has said so', async () => {
    const { as, alice, bob, path, ring } = await ringOf(await community());
    const body = { value, status, audience: { groups: [ring.id] } };
    const before = await as(bob)('POST /v1/descriptors', body);
    await as(alice)(`PATCH ${path}`, { version: ring.version, membersCanUse: false });

    const after = await as(bob)('POST /v1/descriptors', { ...body, status: 'SUSPICIOUS' });
    const retracted = await as(bob)(`DELETE /v1/descriptors/${before.body.id}`);

    expect([before.status, after.status, retracted.status]).toEqual([201, 400, 204]);
  });
});

describe('who joins', () => {
  it('reads the feed of the group from its start', async () => {
    const world = await ringOf(await community());
    const { as, alice, carol, ring, index } = world;
    const audience = { groups: [ring.id] };
    await as(alice)('POST /v1/descriptors', { value, status, audience });
    await index();

    const before = await as(carol)('GET /v1/feeds');
    await join(world, ring.id, alice, carol);
    world.wait(31);
    const after = await as(carol)('GET /v1/feeds');
    const feed = await as(carol)(`GET /v1/feeds/group:${ring.id}`);

    expect(before.body.audiencesEpoch).not.toBe(after.body.audiencesEpoch);
    expect(feed.body.changes).toMatchObject([{ descriptor: { value } }]);
  });
});

describe('who leaves', () => {
  it('writes nothing more there at once, and what it shared stays until it takes it back', async () => {
    const { as, alice, bob, path, ring, index } = await ringOf(await community());
    const body = { value, status, audience: { groups: [ring.id] } };
    const { id, version } = (await as(bob)('POST /v1/descriptors', body)).body;
    await index();
    await as(alice)(`DELETE ${path}/members/${bob.id}`);

    const again = await as(bob)('POST /v1/descriptors', { ...body, status: 'SUSPICIOUS' });
    const patched = await as(bob)(`PATCH /v1/descriptors/${id}`, { version, status: 'UNKNOWN' });
    const stays = await as(alice)(`GET /v1/descriptors/${id}`);
    const retracted = await as(bob)(`DELETE /v1/descriptors/${id}`);
    await index();
    const gone = await as(alice)(`GET /v1/descriptors/${id}`);

    for (const answer of [again, patched]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'audience.unusable' } });
    }
    expect([stays.status, retracted.status, gone.status]).toEqual([200, 204, 404]);
  });

  it('in the middle of a feed: within 30 s no page of it is answered any more', async () => {
    const { as, alice, bob, path, ring, index, wait } = await ringOf(await community());
    const audience = { groups: [ring.id] };
    for (const host of ['a', 'b', 'c']) {
      await as(alice)('POST /v1/descriptors', { value: `${host}.example`, status, audience });
    }
    await index();
    const feed = `GET /v1/feeds/group:${ring.id}`;
    const first = await as(bob)(`${feed}?limit=1`);
    const before = await as(bob)('GET /v1/feeds');
    await as(alice)(`DELETE ${path}/members/${bob.id}`);
    await as(alice)('POST /v1/descriptors', { value: 'late.example', status, audience });
    await index();

    wait(30);
    const next = await as(bob)(`${feed}?after=${first.body.next}`);
    const nowhere = await as(bob)('GET /v1/feeds/group:77');
    const after = await as(bob)('GET /v1/feeds');
    const found = await as(bob)('GET /v1/indicators?value=late.example');

    expect(first.body).toMatchObject({ more: true, changes: [{}] });
    expect([next.status, next.text]).toEqual([404, nowhere.text]);
    expect(found.body.descriptors ?? []).toEqual([]);
    expect(after.body.audiencesEpoch).not.toBe(before.body.audiencesEpoch);
    expect(after.text).not.toContain(ring.id);
  });

  it('in the middle of a search: within 30 s its cursor is refused, and a new one brings nothing of the group', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, path, ring, index, wait } = world;
    const audience = { groups: [ring.id] };
    for (const host of ['a', 'b', 'c']) {
      await as(alice)('POST /v1/descriptors', { value: `${host}.example`, status, audience });
    }
    await index();
    const first = await as(bob)('GET /v1/search?limit=1');
    const stays = await as(bob)(`GET /v1/search?limit=1&cursor=${first.body.cursor}`);
    await as(alice)(`DELETE ${path}/members/${bob.id}`);

    wait(30);
    const next = await as(bob)(`GET /v1/search?limit=1&cursor=${first.body.cursor}`);
    const anew = await as(bob)('GET /v1/search');
    const exported = await as(bob)('GET /v1/export?format=ndjson');

    expect(first.body.indicators).toHaveLength(1);
    expect(stays.body.indicators).toHaveLength(1);
    expect(next).toMatchObject({ status: 400, body: { code: 'cursor.mismatch' } });
    for (const answer of [anew, exported]) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('.example');
    }
  });

  it('narrowing in the middle of a search: what left is on no later page', async () => {
    const { as, alice, bob, ring, index, wait } = await ringOf(await community());
    const audience = { groups: [ring.id] };
    const body = { status, audience };
    const { id, version } = (
      await as(alice)('POST /v1/descriptors', { ...body, value: 'old.example' })
    ).body;
    await index();
    wait(1);
    await as(alice)('POST /v1/descriptors', { ...body, value: 'new.example' });
    await index();
    const first = await as(bob)('GET /v1/search?limit=1');
    await as(alice)(`PATCH /v1/descriptors/${id}`, { version, audience: {} });
    await index();

    const next = await as(bob)(`GET /v1/search?limit=1&cursor=${first.body.cursor}`);

    expect(first.text).toContain('new.example');
    expect(next).toMatchObject({ status: 200, body: { indicators: [] } });
  });

  it('in the middle of a roster or a history: the next page is refused at once', async () => {
    const world = await ringOf(await community(), { membersCanSee: true });
    const { as, alice, bob, path, ring } = world;
    const pages = [`GET ${path}/members`, `GET ${path}/history`, `GET ${path}`];
    const before = await Promise.all(pages.map((line) => as(bob)(line)));
    await as(alice)(`DELETE ${path}/members/${bob.id}`);

    const after = await Promise.all(pages.map((line) => as(bob)(line)));
    const mine = await as(bob)('GET /v1/groups');

    expect(before.map(({ status: code }) => code)).toEqual([200, 200, 200]);
    expect(after.map(({ status: code }) => code)).toEqual([404, 404, 404]);
    expect(mine.text).not.toContain(ring.id);
  });

  it('and comes back finds another epoch than the one before, although the set is the same', async () => {
    const world = await ringOf(await community());
    const { as, alice, bob, path, ring, wait } = world;
    const before = await as(bob)('GET /v1/me');
    await as(bob)(`DELETE ${path}/members/${bob.id}`);
    await join(world, ring.id, alice, bob);

    wait(31);
    const after = await as(bob)('GET /v1/me');

    expect(after.body.audiences).toEqual(before.body.audiences);
    expect(after.body.audiencesEpoch).not.toBe(before.body.audiencesEpoch);
  });
});
