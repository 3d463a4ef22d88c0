import type { TestMember } from '../../support/community';
import { type Graph, graphWorld } from './graph-world';

const world = graphWorld();
const oftags = (body: { data: { text: string }[] }) => body.data.map(({ text }) => text);

describe('tags', () => {
  it('are found by prefix, the exact one first and as it was asked', async () => {
    const { submit, ask, alice, bob } = await world();
    await submit(alice, 'tagged1.example', { tags: 'Malware,malwaresite,malware-x,other' });

    const lower = await ask('GET /v6.0/threat_tags', bob, { text: 'malware' });
    const upper = await ask('GET /v6.0/threat_tags', bob, { text: 'MALWARE' });
    const part = await ask('GET /v6.0/threat_tags', bob, { text: 'malw', limit: 2 });
    const none = await ask('GET /v6.0/threat_tags', bob, { text: 'malwarez' });

    expect(oftags(lower.body)).toEqual(['malware', 'malware-x', 'malwaresite']);
    expect(oftags(upper.body)).toEqual(['MALWARE', 'malware-x', 'malwaresite']);
    expect(upper.body.data[0].id).toBe(lower.body.data[0].id);
    expect(oftags(part.body)).toEqual(['malware', 'malware-x']);
    expect(part.body.paging.next).toBeDefined();
    expect(none.body.data).toEqual([]);
  });

  it('are there for those alone who see what carries them', async () => {
    const { submit, ask, alice, bob, carol, group } = await world();
    await submit(alice, 'secret.example', {
      ...{ tags: 'secrettag', privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id },
    });
    const { body } = await ask('GET /threat_tags', bob, { text: 'secrettag' });
    const [{ id }] = body.data;

    const hidden = await ask('GET /threat_tags', carol, { text: 'secrettag' });
    const byId = await ask(`GET /${id}`, carol);
    const known = await ask(`GET /${id}`, bob);

    expect(hidden.body).toEqual({ data: [] });
    expect(byId.body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(known.body).toEqual({ id, text: 'secrettag' });
  });

  it('list what carries them in the order of tagging, each once, a page at a time', async () => {
    const { submit, ask, pages, alice, bob, wait, now } = await world();
    const { body: late } = await submit(alice, 'late.example');
    for (const n of [1, 2, 3]) await submit(alice, `order${n}.example`, { tags: 'ordered' });
    wait(60);
    const between = Math.floor(now() / 1_000_000);
    await ask(`POST /${late.id}`, alice, { add_tags: 'ordered' });
    const { body: found } = await ask('GET /threat_tags', bob, { text: 'ordered' });
    const [{ id }] = found.data;

    const first = await ask(`GET /v6.0/${id}/tagged_objects`, bob, { limit: 2 });
    const all = (await pages(first)).flatMap(({ body }) => body.data);
    const recent = await ask(`GET /v6.0/${id}/tagged_objects`, bob, { tagged_since: between });

    expect(all.map(({ name }: { name: string }) => name)).toEqual([
      ...['order1.example', 'order2.example', 'order3.example', 'late.example'],
    ]);
    expect(all.at(-1)).toEqual({ id: late.id, type: 'THREAT_DESCRIPTOR', name: 'late.example' });
    expect(recent.body.data).toEqual([all.at(-1)]);
    await ask(`POST /${late.id}`, alice, { remove_tags: 'ordered' });
    const rest = await ask(`GET /v6.0/${id}/tagged_objects`, bob);
    expect(rest.body.data).toHaveLength(3);
  });

  it('are put on own objects by POST /threat_tags', async () => {
    const { submit, ask, alice, bob } = await world();
    const { body: made } = await submit(alice, 'label.example');

    const { status, body } = await ask('POST /threat_tags', alice, {
      ...{ text: 'Label', objects: made.id },
    });
    const { body: read } = await ask(`GET /${body.id}`, bob);

    expect([status, read]).toEqual([200, { id: body.id, text: 'label' }]);
  });
});

describe('reactions', () => {
  it('are shown with what they imply, to PTX as key and value, and taken back', async () => {
    const { submit, ask, alice, bob } = await world();
    const { body: made } = await submit(alice, 'reacted.example');
    const look = async (member: TestMember) =>
      (await ask(`GET /${made.id}`, member, { fields: 'reactions,my_reactions' })).body;

    const done = await ask(`POST /v6.0/${made.id}`, bob, { reactions: 'HELPFUL' });
    const [hers, his] = [await look(alice), await look(bob)];
    await ask(`POST /v6.0/${made.id}`, bob, { reactions_to_remove: 'HELPFUL' });

    expect([done.status, done.body]).toEqual([200, { success: true }]);
    const kinds = ['HELPFUL', 'REVIEWED', 'SAW_THIS_TOO', 'INGESTED'];
    expect(hers).toEqual({
      ...{ id: made.id, reactions: kinds.map((key) => ({ key, value: bob.id })) },
    });
    expect(his.my_reactions).toEqual(kinds);
    expect(await look(alice)).toEqual({ id: made.id });
  });

  it('to what is one’s own, or of an unknown kind, are refused', async () => {
    const { submit, ask, alice, bob } = await world();
    const { body: made } = await submit(alice, 'own.example');

    const own = await ask(`POST /${made.id}`, alice, { reactions: 'HELPFUL' });
    const unknown = await ask(`POST /${made.id}`, bob, { reactions: 'HELPFUL,LOVED' });
    const { body } = await ask(`GET /${made.id}`, alice, { fields: 'reactions' });

    expect([own.body.error.code, unknown.body.error.code]).toEqual([100, 100]);
    expect(unknown.body.error.message).toContain('reactions');
    expect(body).toEqual({ id: made.id });
  });
});

describe('relations', () => {
  const indicatorOf = async ({ ask, alice }: Graph, id: string) =>
    (await ask(`GET /${id}`, alice)).body.indicator.id as string;

  it('connect indicators in both directions, until they are taken back', async () => {
    const graph = await world();
    const { submit, ask, alice, bob } = graph;
    const [a, b] = [
      await indicatorOf(graph, (await submit(alice, 'rel1.example')).body.id),
      await indicatorOf(graph, (await submit(alice, 'rel2.example')).body.id),
    ];

    const made = await ask(`POST /${a}/related/`, alice, { related_id: b });
    const [there, back] = [
      await ask(`GET /${a}/related`, bob),
      await ask(`GET /${b}/related`, bob),
    ];
    const gone = await ask(`DELETE /${b}/related`, alice, { related_id: a });
    const after = await ask(`GET /${a}/related`, bob);

    expect([made.body, gone.body]).toEqual([{ success: true }, { success: true }]);
    expect(there.body.data).toEqual([{ id: b, indicator: 'rel2.example', type: 'DOMAIN' }]);
    expect(back.body.data).toEqual([{ id: a, indicator: 'rel1.example', type: 'DOMAIN' }]);
    expect(after.body).toEqual({ data: [] });
  });

  it('are made with a submission, from ids and from triples, or nothing is', async () => {
    const graph = await world();
    const { submit, ask, alice, bob } = graph;
    const { body: one } = await submit(alice, 'from1.example');
    await submit(bob, 'from2.example');
    const triples = [
      { owner_app_id: bob.id, td_indicator_type: 'DOMAIN', td_raw_indicator: 'from2.example' },
    ];

    const { body: made } = await submit(alice, 'to.example', {
      ...{ related_ids_for_upload: one.id },
      related_triples_for_upload_as_json: JSON.stringify(triples),
    });
    const refused = await submit(alice, 'nowhere.example', {
      related_ids_for_upload: '4611686018427387904',
    });
    const related = await ask(`GET /${await indicatorOf(graph, made.id)}/related`, bob);
    const { body: absent } = await ask('GET /threat_descriptors', alice, {
      text: 'nowhere.example',
    });

    const values = related.body.data.map((each: { indicator: string }) => each.indicator);
    expect(values.sort()).toEqual(['from1.example', 'from2.example']);
    expect([refused.status, absent.data]).toEqual([400, []]);
  });
});

describe('privacy groups', () => {
  it('have the keys that PTX reads, are listed, edited, and invite whom they name', async () => {
    const { ask, call, alice, bob, carol } = await world();

    const { status, body: made } = await ask('POST /threat_privacy_groups', alice, {
      ...{ name: 'Fraud', description: 'Card fraud', members: `${bob.id},${carol.id}` },
      members_can_see: 'True',
    });
    await call(`POST /v1/me/invitations/${made.id}/acceptance`, { token: bob.token, body: {} });
    const node = await ask(`GET /v21.0/${made.id}/`, alice);
    const owned = await ask(`GET /v21.0/${alice.id}/threat_privacy_groups_owner/`, alice);
    const mine = await ask(`GET /v21.0/${alice.id}/threat_privacy_groups_member/`, alice);
    const members = await ask(`GET /v21.0/${made.id}/members`, alice);
    const edited = await ask(`POST /${made.id}`, alice, { description: 'All fraud', members: '' });
    const hidden = await ask(`GET /${made.id}`, carol);

    expect([status, made]).toEqual([200, { id: expect.any(String) }]);
    expect(node.body).toMatchObject({
      ...{ id: made.id, name: 'Fraud', description: 'Card fraud', threat_updates_enabled: true },
      ...{ members_can_see: true, members_can_use: false },
      last_updated: expect.stringMatching(/\+0000$/),
    });
    expect(owned.body.data).toEqual([node.body]);
    expect(mine.body.data.map(({ id }: { id: string }) => id)).toContain(made.id);
    expect(members.body.data.map(({ id }: { id: string }) => id)).toContain(alice.id);
    expect(edited.body).toEqual({ success: true });
    expect(hidden.body.name).toBe('Fraud');
  });
});

describe('threat_updates', () => {
  const fields =
    'id,indicator,type,last_updated,should_delete,descriptors{reactions,my_reactions,owner{id},tags,status,added_on}';

  it('replayed from 0 and from a checkpoint gives what a direct read gives', async () => {
    const { submit, ask, pages, alice, bob, carol, group, wait } = await world();
    const toGroup = { privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id };
    const made = new Map<string, string>();
    for (const n of [1, 2, 3, 4, 5]) {
      const { body } = await submit(alice, `up${n}.example`, { ...toGroup, tags: `t${n}` });
      made.set(`up${n}.example`, body.id);
    }
    const copy = new Map<string, object>();
    let checkpoint = 0;
    const follow = async () => {
      const path = `GET /v21.0/${group.id}/threat_updates/`;
      const first = await ask(path, bob, { start_time: checkpoint, limit: 2, fields });
      for (const { body } of await pages(first)) {
        expect(body.data.length).toBeGreaterThan(0);
        for (const record of body.data) {
          expect(record.last_updated).toBeGreaterThanOrEqual(checkpoint);
          checkpoint = record.last_updated;
          if (record.should_delete) copy.delete(record.id);
          else copy.set(record.id, record);
        }
      }
    };

    await follow();
    wait(5);
    await ask(`POST /${made.get('up1.example')}`, bob, { reactions: 'SAW_THIS_TOO' });
    await submit(alice, 'up2.example', { ...toGroup, status: 'SUSPICIOUS' });
    await ask(`DELETE /${made.get('up3.example')}`, alice);
    await ask(`POST /${made.get('up4.example')}`, alice, { privacy_type: 'HAS_WHITELIST' });
    await follow();

    const fresh = new Map(copy);
    copy.clear();
    checkpoint = 0;
    await follow();
    expect([...copy].sort()).toEqual([...fresh].sort());
    const direct = await ask('GET /', bob, {
      ...{ ids: [...copy.keys()].join(','), privacy_group: group.id },
      fields: fields.replace('last_updated,should_delete,', ''),
    });
    for (const record of copy.values()) {
      const { last_updated: _, should_delete: __, ...rest } = record as Record<string, unknown>;
      expect(direct.body[String(rest['id'])]).toEqual(rest);
    }
    const values = [...copy.values()].map((one) => (one as { indicator: string }).indicator);
    expect(values.filter((value) => value.startsWith('up')).sort()).toEqual([
      ...['up1.example', 'up2.example', 'up5.example'],
    ]);
    const reacted = [...copy.values()].find((one) => JSON.stringify(one).includes('up1.example'));
    expect(reacted).toMatchObject({
      descriptors: {
        data: [
          {
            reactions: expect.arrayContaining([{ key: 'SAW_THIS_TOO', value: bob.id }]),
            my_reactions: expect.arrayContaining(['SAW_THIS_TOO']),
          },
        ],
      },
    });
    const foreign = await ask(`GET /${group.id}/threat_updates`, carol);
    expect(foreign.body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });
});

it('malware lists are empty rather than errors', async () => {
  const { ask, alice } = await world();

  for (const path of ['malware_analyses', 'malware_families']) {
    expect(await ask(`GET /v2.9/${path}`, alice)).toMatchObject({
      status: 200,
      body: { data: [] },
    });
  }
});
