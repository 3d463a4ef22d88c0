import { communities } from '../../support/community';
import { discussions } from '../../support/discussions';

const { community } = communities();
const everybody = { community: true };

async function scene() {
  const world = await community();
  const talk = discussions(world);
  const opinion = await talk.publish(world.alice, 'open.example', everybody, { tags: ['a'] });
  const on = `/v1/descriptors/${opinion.id}/reactions`;
  const summaryFor = async (member: { token: string }) =>
    (await talk.read(member as never, `/v1/indicators/${opinion.indicatorId}`)).body.summary;
  return { world, talk, opinion, on, summaryFor };
}

describe('PUT /v1/descriptors/{id}/reactions/{kind}', () => {
  it('counts once, and marks what is contradicted as disputed', async () => {
    const { world, talk, on, summaryFor } = await scene();
    const { alice, bob, carol, call } = world;

    const first = await talk.send(bob, `PUT ${on}/NON_MALICIOUS`, { audience: everybody });
    const again = await talk.send(bob, `PUT ${on}/NON_MALICIOUS`, { audience: everybody });
    await talk.send(carol, `PUT ${on}/HELPFUL`, { readIn: 'community' });

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const discussion = { comments: 0, relations: 0, atLeast: false };
    const reactions = { NON_MALICIOUS: 1, HELPFUL: 1 };
    expect(await summaryFor(alice)).toMatchObject({
      disputed: true,
      discussion: { ...discussion, reactions },
    });
    const look = { token: carol.token, body: { values: ['open.example'] } };
    const { results } = (await call('POST /v1/lookups', look)).body;
    expect(results[0].summary).toMatchObject({ disputed: true });
    expect(await talk.remove(bob, `${on}/NON_MALICIOUS`)).toBe(204);
    expect(await summaryFor(alice)).toMatchObject({ disputed: false });
  });

  it('is not for the owner', async () => {
    const { world, talk, on } = await scene();

    const { status, body } = await talk.send(world.alice, `PUT ${on}/HELPFUL`, {
      audience: everybody,
    });

    expect(status).toBe(400);
    expect(body.code).toBe('reaction.own');
  });

  it('that disagrees with tags is over once the owner has changed them', async () => {
    const { world, talk, on, opinion, summaryFor } = await scene();
    const { alice, bob, carol } = world;
    await talk.send(bob, `PUT ${on}/DISAGREE_WITH_TAGS`, { audience: everybody });
    expect(await summaryFor(carol)).toMatchObject({ disputed: true });

    const patch = { version: opinion.version, tags: ['b'] };
    await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, patch);

    expect(await summaryFor(carol)).toMatchObject({ disputed: false });
    expect((await talk.read(carol, on)).body.reactions).toEqual([]);
  });

  it('that only its author sees disputes it for him alone, by whichever route he asks', async () => {
    const { world, talk, on, opinion, summaryFor } = await scene();
    const { bob, carol, call } = world;

    await talk.send(bob, `PUT ${on}/NON_MALICIOUS`, { audience: {} });

    const told = async ({ token }: { token: string }) => {
      const body = { values: ['open.example'] };
      const { results } = (await call('POST /v1/lookups', { token, body })).body;
      const found = await call('GET /v1/search?disputed=true', { token });
      const list = await call('GET /v1/feeds/community/export?format=list&comments=false', {
        token,
      });
      const summaries = [results[0].summary, await summaryFor({ token })];
      return [
        ...summaries.map(({ disputed, discussion }) => [disputed, discussion?.reactions]),
        ...[found.body.indicators.length, list.text],
      ];
    };
    const mine = [true, { NON_MALICIOUS: 1 }];
    expect(await told(bob)).toEqual([mine, mine, 1, '']);
    expect(await told(carol)).toEqual([
      [false, undefined],
      [false, undefined],
      0,
      'open.example\n',
    ]);
    await talk.publish(carol, 'open.example', everybody);
    await talk.remove(world.alice, `/v1/descriptors/${opinion.id}`);
    expect(await summaryFor(bob)).toMatchObject({ disputed: false });
  });

  it('of him alone that disagrees with tags is over with them too', async () => {
    const { world, talk, on, opinion, summaryFor } = await scene();
    const { alice, bob } = world;
    await talk.send(bob, `PUT ${on}/DISAGREE_WITH_TAGS`, { audience: {} });
    const before = await summaryFor(bob);

    const patch = { version: opinion.version, tags: ['b'] };
    await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, patch);

    expect([before.disputed, (await summaryFor(bob)).disputed]).toEqual([true, false]);
  });

  it('is taken from an audience with its version, and comes to no other', async () => {
    const { world, talk, on } = await scene();
    const { alice, bob, carol } = world;
    const audience = { community: true, members: [alice.id] };
    const { body: said } = await talk.send(bob, `PUT ${on}/OUTDATED`, { audience });
    const narrower = { audience: { members: [alice.id] } };

    const blind = await talk.send(bob, `PUT ${on}/OUTDATED`, narrower);
    const { version } = said;
    const done = await talk.send(bob, `PUT ${on}/OUTDATED`, { ...narrower, version });
    const wider = await talk.send(bob, `PUT ${on}/OUTDATED`, { audience });

    expect(blind.body.code).toBe('remark.version_stale');
    expect(done.status).toBe(200);
    expect(wider.body.code).toBe('audience.cannot_widen');
    expect((await talk.read(carol, on)).body.reactions).toEqual([]);
    expect((await talk.read(alice, on)).body.reactions).toHaveLength(1);
  });
});

describe('PUT /v1/indicators/{id}/reactions/{kind}', () => {
  it('is about the indicator as a whole', async () => {
    const { world, talk, opinion, on } = await scene();
    const at = `/v1/indicators/${opinion.indicatorId}/reactions`;

    await talk.send(world.alice, `PUT ${at}/SAW_THIS_TOO`, { audience: everybody });

    const { reactions } = (await talk.read(world.carol, at)).body;
    expect(reactions).toMatchObject([{ kind: 'SAW_THIS_TOO', descriptorId: null }]);
    expect((await talk.read(world.carol, on)).body.reactions).toEqual([]);
  });
});

describe('/v1/indicators/{id}/relations and related', () => {
  it('leads from one to the other and back, where both are seen', async () => {
    const { world, talk, opinion } = await scene();
    const { alice, bob, carol, group } = world;
    const file = await talk.publish(alice, 'd'.repeat(32), everybody);
    const secret = await talk.publish(alice, 'secret.example', { groups: [group.id] });
    const at = `/v1/indicators/${opinion.indicatorId}`;
    const relation = { kind: 'drops', indicatorId: file.indicatorId, audience: everybody };

    const { status, body: said } = await talk.send(bob, `POST ${at}/relations`, relation);
    const toSecret = { kind: 'hosts', indicatorId: secret.indicatorId, readIn: 'community' };
    const refused = await talk.send(bob, `POST ${at}/relations`, toSecret);
    const unseen = await talk.send(carol, `POST ${at}/relations`, toSecret);

    expect(status).toBe(201);
    expect(refused.body.code).toBe('audience.unusable');
    expect(unseen.body).toMatchObject({ code: 'object.not_found', pointer: '/indicatorId' });
    const there = { id: said.id, kind: 'drops', owner: bob.id };
    expect((await talk.read(carol, `${at}/related`)).body).toMatchObject({
      related: [{ id: file.indicatorId, relations: [{ ...there, direction: 'to' }] }],
    });
    const back = await talk.read(carol, `/v1/indicators/${file.indicatorId}/related`);
    expect(back.body.related).toMatchObject([
      { value: 'open.example', relations: [{ ...there, direction: 'from' }] },
    ]);
    await talk.remove(alice, `/v1/descriptors/${file.id}`);
    expect((await talk.read(carol, `${at}/related`)).body.related).toEqual([]);
    expect((await talk.read(carol, `${at}/relations`)).body.relations).toEqual([]);
    expect(await talk.remove(bob, `/v1/relations/${said.id}`)).toBe(204);
  });
});
