import { indexBatch } from '../../../lambdas/indexing/index-batch';
import { keyOf } from '../../../lambdas/store/exchange-store';
import { type Community, communities } from '../../support/community';
import { discussions, type Said } from '../../support/discussions';
import { digestOf } from '../../support/feed-copy';

const { community } = communities();
const everybody = { community: true };

async function scene() {
  const world = await community();
  const talk = discussions(world);
  const { alice, bob, carol } = world;
  const opinion = await talk.publish(alice, 'open.example', everybody);
  const said = await talk.comment(bob, opinion.indicatorId, 'seen it', everybody);
  const path = `PUT /v1/descriptors/${opinion.id}/reactions/HELPFUL`;
  await talk.send(carol, path, { audience: everybody });
  return { world, talk, opinion, said };
}

interface Change {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly gone?: true;
}

/** What carol's copy of the community holds, by kind; it adds up to the head. */
async function kindsIn({ call, carol }: Community): Promise<string[]> {
  const { body } = await call('GET /v1/feeds/community?after=0', { token: carol.token });
  const live = body.changes.filter(({ gone }: Change) => !gone) as Change[];
  expect(body.head).toMatchObject({ count: live.length, digest: digestOf(live) });
  return live.map(({ kind }) => kind).sort();
}

describe('what is said, hidden with its subject and back', () => {
  it('reliability A2.13: narrowing the subject hides what was said about it', async () => {
    const { world, talk, opinion } = await scene();
    const { alice, carol, group } = world;
    expect(await kindsIn(world)).toEqual(['comment', 'descriptor', 'reaction']);

    const patch = { version: opinion.version, audience: { groups: [group.id] } };
    const { body } = await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, patch);

    expect(await talk.textsFor(carol, opinion.indicatorId)).toBe(404);
    expect(await kindsIn(world)).toEqual([]);
    const back = { version: body.version, audience: everybody };
    await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, back);
    expect(await talk.textsFor(carol, opinion.indicatorId)).toEqual(['seen it']);
    expect(await kindsIn(world)).toEqual(['comment', 'descriptor', 'reaction']);
  });

  it('goes and comes with a retraction and with an expiry', async () => {
    const { world, talk, opinion, said } = await scene();
    const { alice, bob, carol, time, expire, index, wait } = world;

    await talk.remove(alice, `/v1/descriptors/${opinion.id}`);
    expect(await kindsIn(world)).toEqual([]);
    expect((await talk.read(bob, `/v1/comments/${said.id}`)).body.text).toBe('seen it');
    const expiresAt = new Date(time.micros / 1000 + 60_000).toISOString();
    await talk.publish(alice, 'open.example', everybody, { expiresAt });
    expect(await kindsIn(world)).toEqual(['comment', 'descriptor', 'reaction']);
    wait(61);
    expect((await talk.read(carol, `/v1/comments/${said.id}`)).status).toBe(404);
    await expire();
    await index();
    expect(await kindsIn(world)).toEqual([]);
    expect((await talk.read(carol, `/v1/comments/${said.id}`)).status).toBe(404);
  });

  it('stays where another still has an opinion; what is about one opinion goes with that', async () => {
    const { world, talk, opinion } = await scene();
    await talk.publish(world.bob, 'open.example', everybody);

    await talk.remove(world.alice, `/v1/descriptors/${opinion.id}`);

    expect(await kindsIn(world)).toEqual(['comment', 'descriptor']);
  });

  it('is edited and taken back while it waits, and then does not come back', async () => {
    const { world, talk, opinion, said } = await scene();
    const { alice, bob, carol } = world;
    await talk.remove(alice, `/v1/descriptors/${opinion.id}`);
    const before = await headOf(world);

    const patch = { version: said.version, text: 'edited unseen' };
    await talk.send(bob, `PATCH /v1/comments/${said.id}`, patch);
    expect(await headOf(world)).toEqual(before);
    await talk.publish(alice, 'open.example', everybody);
    expect(await talk.textsFor(carol, opinion.indicatorId)).toEqual(['edited unseen']);

    await talk.remove(alice, `/v1/descriptors/${opinion.id}`);
    const hidden = await headOf(world);
    await talk.remove(bob, `/v1/comments/${said.id}`);
    expect(await headOf(world)).toEqual(hidden);
    await talk.publish(alice, 'open.example', everybody);
    expect(await talk.textsFor(carol, opinion.indicatorId)).toEqual([]);
  });

  it('is brought after by a repeat when the indexer died between the two commits', async () => {
    const { world, talk, opinion } = await scene();
    const { alice, call, indexDeps } = world;
    const { commits } = indexDeps;
    const dying = {
      ...indexDeps,
      onFailure: () => undefined,
      commits: { ...commits, readRemarks: () => Promise.reject(new Error('killed')) },
    };
    await call(`DELETE /v1/descriptors/${opinion.id}`, { token: alice.token });
    const key = keyOf({ owner: alice.id, id: opinion.id });

    const again = await indexBatch([key], dying);

    expect([...again]).toEqual([opinion.id]);
    await indexBatch([key], indexDeps);
    expect(await kindsIn(world)).toEqual([]);
    expect(await talk.textsFor(world.carol, opinion.indicatorId)).toBe(404);
  });
});

async function headOf({ call, carol }: Community): Promise<unknown> {
  const { feeds } = (await call('GET /v1/feeds', { token: carol.token })).body;
  return feeds.find(({ audience }: { audience: string }) => audience === 'community').head;
}

describe('new rules for what is personal', () => {
  it('are tried on comments too', async () => {
    const { world, talk, opinion } = await scene();
    const { bob, call, rescan, operator, wait } = world;
    const {
      version,
      reason: _,
      ...rules
    } = (await call('GET /v1/policy', { token: operator.token })).body;
    const off = { ...rules.screen, email: { text: 'off', value: 'off' } };
    const put = (screen: object, at: number) =>
      call('PUT /v1/policy', {
        token: operator.token,
        body: { ...rules, screen, version: at, reason: 'a test' },
      });
    const first = await put(off, version);
    wait(60);
    const text = 'ask jane.doe@bank.example';
    const said = await talk.comment(bob, opinion.indicatorId, text, everybody);
    await put(rules.screen, first.body.version);
    wait(60);
    await rescan();

    const { flags } = (await call('GET /v1/me/screening', { token: bob.token })).body;

    expect(flags).toMatchObject([{ descriptorId: said.id, kind: 'comment', verdict: 'redacted' }]);
  });
});

describe('those who are shut out or leave', () => {
  it('a quarantine hides what was said, and what was said about its words; lifted, both are back', async () => {
    const { world, talk } = await scene();
    const { alice, bob } = world;

    await moveTo(world, alice.id, 'quarantined');
    expect(await kindsIn(world)).toEqual([]);
    await moveTo(world, alice.id, 'active');
    expect(await kindsIn(world)).toEqual(['comment', 'descriptor', 'reaction']);
    await moveTo(world, bob.id, 'quarantined');
    expect(await kindsIn(world)).toEqual(['descriptor', 'reaction']);
    expect(await talk.textsFor(world.carol, (await idOf(world)) ?? '')).toEqual([]);
    await moveTo(world, bob.id, 'active');
    expect(await kindsIn(world)).toEqual(['comment', 'descriptor', 'reaction']);
  });

  it('a withdrawal takes comments back too, and counts them', async () => {
    const { world } = await scene();
    const { bob, call } = world;
    const body = { memberId: bob.id };

    const { report } = (await call('POST /v1/me/withdrawal', { token: bob.token, body })).body;
    await sweepUp(world, bob.id);

    expect(await kindsIn(world)).toEqual(['descriptor', 'reaction']);
    expect((await call(`GET ${report}`)).body).toMatchObject({ retracted: 1 });
  });
});

async function idOf({ call, carol }: Community): Promise<string | undefined> {
  const line = 'GET /v1/indicators?value=open.example';
  return (await call(line, { token: carol.token })).body.id as Said['id'];
}

async function moveTo(world: Community, memberId: string, state: string): Promise<void> {
  const { call, operator } = world;
  const { token } = operator;
  const line = `/v1/members/${memberId}/state`;
  const { version } = (await call(`GET ${line}`, { token })).body;
  const body = { state, reason: 'a test', version };
  await call(`POST ${line}`, { token, body });
  await sweepUp(world, memberId);
}

async function sweepUp(world: Community, memberId: string): Promise<void> {
  const { call, operator, index, sweep, wait } = world;
  for (let slices = 1; slices <= 20; slices++) {
    wait(60);
    await sweep();
    await index();
    const standing = await call(`GET /v1/members/${memberId}/state`, { token: operator.token });
    if (standing.body.sweep === null) return;
  }
  throw new Error('the walk does not end');
}
