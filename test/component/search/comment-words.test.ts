import { communities, type TestMember } from '../../support/community';
import { discussions } from '../../support/discussions';

const on = communities();
const everybody = { community: true };

async function scene() {
  const world = await on.community();
  const talk = discussions(world);
  const opinion = await talk.publish(world.alice, 'talked.example', everybody);
  const find = async ({ token }: TestMember, q: string, more = {}) => {
    const query = new URLSearchParams({ q, mode: 'words', ...more });
    const { status, body } = await world.call(`GET /v1/search?${query}`, { token });
    expect(status).toBe(200);
    return (body.indicators ?? body.descriptors).length as number;
  };
  return { ...world, talk, opinion, find };
}

describe('words of comments', () => {
  it('lead to the indicator, together with words of opinions, and not to single opinions', async () => {
    const { bob, carol, talk, opinion, find, alice } = await scene();
    await talk.publish(alice, 'talked.example', everybody, { description: 'a loader' });

    await talk.comment(bob, opinion.indicatorId, 'Beacon of Emotet', everybody);

    expect(await find(carol, 'emotet')).toBe(1);
    expect(await find(carol, 'loader beacon')).toBe(1);
    expect(await find(carol, 'emotet', { tag: 'none' })).toBe(0);
    expect(await find(carol, 'emotet', { kind: 'descriptor' })).toBe(0);
    // The opinion is of after that time, whenever the comment was made.
    expect(await find(carol, 'emotet', { publishedUntil: '2026-11-22T09:00:00Z' })).toBe(0);
  });

  it('show in the audience of the comment alone, and as it stands now', async () => {
    const { bob, carol, group, talk, alice, opinion, find } = await scene();
    await talk.publish(alice, 'talked.example', { community: true, groups: [group.id] });
    const said = await talk.comment(bob, opinion.indicatorId, 'whispered', { groups: [group.id] });
    expect([await find(alice, 'whispered'), await find(carol, 'whispered')]).toEqual([1, 0]);

    const edit = { version: said.version, text: 'otherwise' };
    await talk.send(bob, `PATCH /v1/comments/${said.id}`, edit);
    expect([await find(alice, 'whispered'), await find(alice, 'otherwise')]).toEqual([0, 1]);

    await talk.remove(bob, `/v1/comments/${said.id}`);
    expect(await find(alice, 'otherwise')).toBe(0);
  });

  it('go and come back with what is commented on', async () => {
    const { bob, carol, group, talk, alice, opinion, find, call, index } = await scene();
    await talk.comment(bob, opinion.indicatorId, 'beacon', everybody);
    const { version } = (await call(`GET /v1/descriptors/${opinion.id}`, { token: alice.token }))
      .body;

    const patch = { version, audience: { groups: [group.id] } };
    const { body } = await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, patch);
    await index();
    expect([await find(bob, 'beacon'), await find(carol, 'beacon')]).toEqual([1, 0]);
    const back = { version: body.version, audience: everybody };
    await talk.send(alice, `PATCH /v1/descriptors/${opinion.id}`, back);
    expect(await find(carol, 'beacon')).toBe(1);
    await talk.remove(alice, `/v1/descriptors/${opinion.id}`);
    expect([await find(bob, 'beacon'), await find(carol, 'beacon')]).toEqual([0, 0]);
  });
});
