import { type Community, communities, type TestMember } from '../../support/community';
import { discussions } from '../../support/discussions';
import { meter } from '../../support/metered';

const { community, newClient, newTables } = communities();
const everybody = { community: true };

/** Alice's opinion is for all and for the group of Alice and Bob; Carol is in none. */
async function scene(world: Community) {
  const talk = discussions(world);
  const both = { community: true, groups: [world.group.id] };
  const opinion = await talk.publish(world.alice, 'open.example', both);
  return { talk, opinion, toGroup: { groups: [world.group.id] } };
}

/** All that a member is told of the indicator, by whichever route. */
async function toldOf({ call }: Community, { token }: TestMember, indicatorId: string, id: string) {
  const at = `/v1/indicators/${indicatorId}`;
  const lines = [
    ...['', '/comments', '/reactions', '/relations', '/related'].map((end) => `GET ${at}${end}`),
    `GET /v1/descriptors/${id}/reactions`,
    'GET /v1/feeds/community?after=0',
    'GET /v1/feeds',
  ];
  const told = await Promise.all(lines.map((line) => call(line, { token })));
  const body = { values: ['open.example'], expand: true };
  told.push(await call('POST /v1/lookups', { token, body }));
  // How old a copy is, its reader's clock says.
  return told.map(({ status, text }) => `${status} ${text.replace(/"asOf":\d+/, '')}`);
}

describe('what is said to a hidden group', () => {
  it('reliability A2.12: a reaction there shows in no answer to who is not in it', async () => {
    const world = await community();
    const { talk, opinion, toGroup } = await scene(world);
    const { alice, bob, carol, call } = world;
    const { indicatorId, id } = opinion;
    const before = await toldOf(world, carol, indicatorId, id);

    const on = `/v1/descriptors/${id}/reactions/NON_MALICIOUS`;
    await talk.send(bob, `PUT ${on}`, { audience: toGroup });
    await talk.comment(bob, indicatorId, 'a secret', toGroup);

    expect(await toldOf(world, carol, indicatorId, id)).toEqual(before);
    const { body } = await call(`GET /v1/indicators/${indicatorId}`, { token: alice.token });
    expect(body.summary).toMatchObject({ disputed: true, discussion: { comments: 1 } });
  });

  it('reliability A2.18: its counts and kinds are in no count of another', async () => {
    const world = await community();
    const { talk, opinion, toGroup } = await scene(world);
    const { bob, carol, call } = world;
    const on = `/v1/indicators/${opinion.indicatorId}/reactions`;

    await talk.send(bob, `PUT ${on}/OUTDATED`, { audience: toGroup });
    await talk.send(bob, `PUT ${on}/HELPFUL`, { audience: everybody });

    const line = `GET /v1/indicators/${opinion.indicatorId}`;
    const { body } = await call(line, { token: carol.token });
    expect(body.summary.discussion).toEqual({
      ...{ comments: 0, relations: 0, atLeast: false },
      reactions: { HELPFUL: 1 },
    });
  });

  it('reliability A2.19: a page holds as many, and ends where it would, whatever others say', async () => {
    const world = await community();
    const { talk, opinion, toGroup } = await scene(world);
    const { bob, carol, call } = world;
    for (const n of [1, 2, 3]) {
      await talk.comment(bob, opinion.indicatorId, `hidden ${n}`, toGroup);
      await talk.comment(bob, opinion.indicatorId, `open ${n}`, everybody);
    }

    const line = `GET /v1/indicators/${opinion.indicatorId}/comments?limit=2`;
    const { body } = await call(line, { token: carol.token });

    expect(body.comments.map(({ text }: { text: string }) => text)).toEqual(['open 1', 'open 2']);
  });

  it('that a comment is taken from it moves nothing where it stays', async () => {
    const world = await community();
    const { talk, opinion, toGroup } = await scene(world);
    const { bob, carol } = world;
    const { indicatorId, id } = opinion;
    const said = await talk.comment(bob, indicatorId, 'x', { ...everybody, ...toGroup });
    const before = await toldOf(world, carol, indicatorId, id);

    const patch = { version: said.version, audience: everybody };
    const { status } = await talk.send(bob, `PATCH /v1/comments/${said.id}`, patch);

    expect(status).toBe(200);
    expect(await toldOf(world, carol, indicatorId, id)).toEqual(before);
  });
});

describe('what it costs', () => {
  it('a comment and a reaction, on an indicator that is live in two audiences of three', async () => {
    const client = newClient();
    const world = await community({ client, tables: await newTables() });
    const { talk, opinion } = await scene(world);
    const { bob, call } = world;
    const counted = meter(client);
    const costOf = async (line: string, body: object) => {
      const before = { ...counted };
      await call(line, { token: bob.token, body });
      const { roundTrips, units } = counted;
      return { trips: roundTrips - before.roundTrips, units: units - before.units };
    };
    await talk.comment(bob, opinion.indicatorId, 'warm', everybody);

    const at = `/v1/indicators/${opinion.indicatorId}`;
    const comment = await costOf(`POST ${at}/comments`, { text: 'x', audience: everybody });
    const on = `/v1/descriptors/${opinion.id}/reactions/HELPFUL`;
    const reaction = await costOf(`PUT ${on}`, { audience: everybody });

    expect({ comment, reaction }).toEqual({
      comment: { trips: 5, units: 4.5 },
      reaction: { trips: 6, units: 6 },
    });
  });
});
