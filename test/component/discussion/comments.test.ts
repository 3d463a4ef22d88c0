import { type Community, communities } from '../../support/community';
import { discussions, type Said } from '../../support/discussions';

const { community } = communities();
const everybody = { community: true };

async function scene() {
  const world = await community();
  const talk = discussions(world);
  const { alice, group } = world;
  const open = await talk.publish(alice, 'open.example', everybody);
  const shared = await talk.publish(alice, 'shared.example', { groups: [group.id] });
  return { world, talk, open, shared };
}

describe('POST /v1/indicators/{id}/comments', () => {
  it('says something to those who are chosen, and to the author', async () => {
    const { world, talk, open } = await scene();
    const { alice, bob, carol, group } = world;

    await talk.comment(bob, open.indicatorId, 'to all', everybody);
    await talk.comment(bob, open.indicatorId, 'to the group', { groups: [group.id] });
    const refused = await talk.send(bob, `POST /v1/indicators/${open.indicatorId}/comments`, {
      text: 'x',
      audience: { members: [carol.id] },
    });
    await talk.comment(bob, open.indicatorId, 'to the owner', { members: [alice.id] });
    await talk.comment(bob, open.indicatorId, 'to myself', {});

    // The group holds no opinion on it: it is for none of its members.
    expect(await talk.textsFor(carol, open.indicatorId)).toEqual(['to all']);
    expect(await talk.textsFor(alice, open.indicatorId)).toEqual(['to all', 'to the owner']);
    expect(await talk.textsFor(bob, open.indicatorId)).toEqual([
      'to all',
      'to the owner',
      'to myself',
    ]);
    expect(refused.body).toMatchObject({ code: 'audience.unusable', pointer: '/audience' });
  });

  it('goes where it was read', async () => {
    const { world, talk, shared } = await scene();
    const { alice, bob, carol, group } = world;
    const path = `POST /v1/indicators/${shared.indicatorId}/comments`;

    await talk.send(bob, path, { text: 'read there', readIn: `group:${group.id}` });

    expect(await talk.textsFor(alice, shared.indicatorId)).toEqual(['read there']);
    expect(await talk.textsFor(carol, shared.indicatorId)).toBe(404);
  });

  it('answers which audiences there are when none is said', async () => {
    const { world, talk, open } = await scene();
    const path = `POST /v1/indicators/${open.indicatorId}/comments`;

    const { status, body } = await talk.send(world.bob, path, { text: 'x' });

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'audience.unchosen' });
    expect(body.audiences).toEqual(['community', `member:${world.alice.id}`]);
  });

  it('answers a repeat under its Idempotency-Key with the same comment', async () => {
    const { world, talk, open } = await scene();
    const { bob } = world;
    const path = `POST /v1/indicators/${open.indicatorId}/comments`;
    const body = { text: 'once', audience: everybody };

    const first = await talk.send(bob, path, body, 'a-key');
    const again = await talk.send(bob, path, body, 'a-key');
    const other = await talk.send(bob, path, { ...body, text: 'other' }, 'a-key');

    expect(again.body).toEqual(first.body);
    expect(other.body.code).toBe('idempotency.conflict');
    expect(await talk.textsFor(bob, open.indicatorId)).toEqual(['once']);
  });

  it('goes through the privacy screen', async () => {
    const { world, talk, open } = await scene();
    const path = `POST /v1/indicators/${open.indicatorId}/comments`;
    const body = { text: 'ask jane.doe@bank.example', audience: everybody };

    const { status, body: said } = await talk.send(world.bob, path, body);

    expect(status).toBe(201);
    expect(said.warnings).toMatchObject([{ code: 'screen.redacted', pointer: '/text' }]);
    expect(await talk.textsFor(world.carol, open.indicatorId)).toEqual(['ask [redacted]']);
  });

  it('answers a comment, to those who see that one', async () => {
    const { world, talk, open } = await scene();
    const { alice, bob, carol } = world;
    const path = `POST /v1/indicators/${open.indicatorId}/comments`;
    const said = await talk.comment(bob, open.indicatorId, 'first', { members: [alice.id] });

    const audience = { members: [bob.id] };
    const toAll = { text: 'x', replyTo: said.id, audience: everybody };
    const refused = await talk.send(alice, path, toAll);
    const unseen = await talk.send(carol, path, { ...toAll, text: 'y' });
    await talk.publish(bob, 'open.example', everybody);
    const answer = await talk.send(alice, path, { text: 'second', replyTo: said.id, audience });

    expect(refused.body.code).toBe('audience.unusable');
    expect(unseen.body).toMatchObject({ code: 'object.not_found', pointer: '/replyTo' });
    expect(answer.status).toBe(201);
    const { body } = await talk.read(bob, `/v1/comments/${answer.body.id}`);
    expect(body).toMatchObject({ text: 'second', replyTo: said.id, owner: alice.id });
  });
});

describe('PATCH /v1/comments/{id}', () => {
  it('edits with the version, and keeps what was said before', async () => {
    const { world, talk, open } = await scene();
    const { bob, carol } = world;
    const said = await talk.comment(bob, open.indicatorId, 'bad', everybody);
    const path = `/v1/comments/${said.id}`;

    const edited = await talk.send(bob, `PATCH ${path}`, { version: said.version, text: 'good' });
    const late = await talk.send(bob, `PATCH ${path}`, { version: said.version, text: 'worse' });

    expect(edited.status).toBe(200);
    expect(late.body).toMatchObject({ code: 'remark.version_stale', version: edited.body.version });
    const { body } = await talk.read(carol, path);
    expect(body).toMatchObject({ text: 'good', earlier: [{ text: 'bad' }] });
    expect(body).not.toHaveProperty('audience');
  });

  it('is taken from an audience, and comes to no other', async () => {
    const { world, talk, open } = await scene();
    const { alice, bob, carol } = world;
    const audience = { community: true, members: [alice.id] };
    const said = await talk.comment(bob, open.indicatorId, 'x', audience);
    const path = `PATCH /v1/comments/${said.id}`;
    const patch = { version: said.version, audience: { members: [alice.id] } };

    const { body } = await talk.send(bob, path, patch);
    const wider = await talk.send(bob, path, { version: body.version, audience: everybody });

    expect(wider.body.code).toBe('audience.cannot_widen');
    expect(await talk.textsFor(carol, open.indicatorId)).toEqual([]);
    expect(await talk.textsFor(alice, open.indicatorId)).toEqual(['x']);
    const { status } = await talk.read(carol, `/v1/comments/${said.id}`);
    expect(status).toBe(404);
  });
});

describe('DELETE /v1/comments/{id}', () => {
  it('takes it back from everybody, once', async () => {
    const { world, talk, open } = await scene();
    const { bob, carol } = world;
    const said = await talk.comment(bob, open.indicatorId, 'x', everybody);

    expect(await talk.remove(carol, `/v1/comments/${said.id}`)).toBe(404);
    expect(await talk.remove(bob, `/v1/descriptors/${said.id}`)).toBe(404);
    expect(await talk.remove(bob, `/v1/comments/${said.id}`)).toBe(204);
    expect(await talk.remove(bob, `/v1/comments/${said.id}`)).toBe(404);

    expect(await talk.textsFor(carol, open.indicatorId)).toEqual([]);
    const { body } = await talk.read(carol, '/v1/feeds/community?after=0');
    const [gone] = body.changes.filter((change: Said) => change.id === said.id);
    expect(gone).toMatchObject({ kind: 'comment', gone: true });
  });
});

describe('GET /v1/indicators/{id}/comments', () => {
  it('comes in pages, in the order of their making, each once', async () => {
    const { world, talk, shared } = await scene();
    const { alice, bob, group } = world;
    await talk.publish(bob, 'shared.example', everybody);
    const both = { community: true, groups: [group.id] };
    const texts = Array.from({ length: 7 }, (_, n) => `comment ${n}`);
    for (const [n, text] of texts.entries()) {
      await talk.comment(alice, shared.indicatorId, text, n % 2 ? both : { groups: [group.id] });
    }

    expect(await pagesOf(world, shared.indicatorId, 2)).toEqual(texts);
    expect(await pagesOf(world, shared.indicatorId, 7)).toEqual(texts);
  });
});

async function pagesOf({ call, bob }: Community, indicatorId: string, limit: number) {
  const texts: string[] = [];
  let after = '';
  for (;;) {
    const line = `GET /v1/indicators/${indicatorId}/comments?limit=${limit}${after}`;
    const { body } = await call(line, { token: bob.token });
    texts.push(...body.comments.map(({ text }: { text: string }) => text));
    if (body.next === null) return texts;
    after = `&after=${body.next}`;
  }
}
