import { graphWorld } from './graph-world';

const world = graphWorld();

describe('descriptors and indicators', () => {
  it('a submission is 200 with the id as a string, and again the same id', async () => {
    const { submit, ask, alice, bob } = await world();

    const first = await submit(alice, 'Evil[.]example', { tags: 'Phishing,type:lure' });
    const again = await submit(alice, 'evil.example', { severity: 'SEVERE' });
    const { body } = await ask(`GET /v6.0/${first.body.id}`, bob);

    expect(first).toMatchObject({ status: 200, body: { success: true } });
    expect(first.body.id).toMatch(/^[1-9]\d{0,18}$/);
    expect(again.body).toEqual(first.body);
    expect(body).toEqual({
      ...{ id: first.body.id, raw_indicator: 'Evil[.]example', type: 'DOMAIN' },
      indicator: { id: expect.any(String), indicator: 'evil.example', type: 'DOMAIN' },
      owner: { id: alice.id, name: `Member ${alice.id}` },
      ...{ status: 'MALICIOUS', severity: 'SEVERE', confidence: 50, share_level: 'GREEN' },
      ...{ review_status: 'UNREVIEWED', privacy_type: 'VISIBLE', description: 'seen in a lure' },
      added_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
      last_updated: expect.stringMatching(/\+0000$/),
    });
    expect(body.indicator.id).not.toBe(first.body.id);
  });

  it('by the name of before 2015 answers the id of the indicator', async () => {
    const { submit, ask, alice } = await world();
    const { body: made } = await submit(alice, 'legacy.example');
    const { body: node } = await ask(`GET /${made.id}`, alice);

    const { status, body } = await ask('POST /v2.3/threat_indicators', alice, {
      ...{ indicator: 'legacy.example', type: 'DOMAIN', description: 'again' },
      ...{ status: 'SUSPICIOUS', privacy_type: 'VISIBLE' },
    });
    const { body: edge } = await ask(`GET /${body.id}/descriptors`, alice);

    expect([status, body]).toEqual([200, { success: true, id: node.indicator.id }]);
    expect(edge.data).toMatchObject([{ id: made.id, status: 'SUSPICIOUS', share_level: 'GREEN' }]);
  });

  it('a search reply has no null, true or false, and what MISP and XSOAR read by default', async () => {
    const { submit, ask, alice, bob } = await world();
    await submit(alice, 'plain.example');

    for (const path of ['threat_descriptors', 'threat_indicators']) {
      const { body } = await ask(`GET /v3.2/${path}`, bob, { text: 'plain.example' });

      expect(body.data).toHaveLength(1);
      expect(JSON.stringify(body)).not.toMatch(/null|true|false/);
    }
  });

  it('fields are those that are asked for, nested, with what is unknown left out', async () => {
    const { submit, ask, alice, bob } = await world();
    const { body: made } = await submit(alice, 'fields.example', {
      tags: 'b,a',
      expired_on: '+30 days',
    });
    const fields =
      'descriptors.limit(5){owner{id},status,tags,expired_on,confidence,metadata}, indicator,type,passwords';

    const { body } = await ask('GET /v6.0/threat_indicators', bob, {
      ...{ text: 'fields.example', strict_text: 'True', fields },
    });

    const [found] = body.data;
    expect(found).toEqual({
      ...{ id: expect.any(String), indicator: 'fields.example', type: 'DOMAIN' },
      descriptors: {
        data: [
          {
            ...{ id: made.id, owner: { id: alice.id }, status: 'MALICIOUS', confidence: 50 },
            tags: {
              data: [
                { id: expect.any(String), text: 'a' },
                { id: expect.any(String), text: 'b' },
              ],
            },
            expired_on: expect.stringMatching(/\+0000$/),
          },
        ],
      },
    });
  });

  it.each(['%s,%s', '[%s,%s]'])('ids=%s is an object by id, in order', async (form) => {
    const { submit, ask, alice, bob } = await world();
    const [one, other] = [
      (await submit(alice, 'one.example')).body.id,
      (await submit(alice, 'other.example')).body.id,
    ];
    const ids = form.replace('%s', other).replace('%s', one);

    const { status, body } = await ask('GET /v6.0/', bob, { ids, fields: 'raw_indicator' });
    const some = await ask('GET /', bob, { ids: `${one},4611686018427387904` });
    const none = await ask('GET /', bob, { ids: '' });

    expect(status).toBe(200);
    expect(Object.entries(body)).toEqual([
      [other, { id: other, raw_indicator: 'other.example' }],
      [one, { id: one, raw_indicator: 'one.example' }],
    ]);
    expect([some.status, some.body.error.code]).toEqual([404, 803]);
    expect(none.body).toEqual({});
  });

  it.each([
    ['status', 'NASTY'],
    ['severity', 'BAD'],
    ['type', 'None'],
    ['share_level', 'BLUE'],
    ['privacy_type', 'HAS_BLACKLIST'],
    ['confidence', '101'],
    ['expired_on', 'whenever'],
  ])('%s=%s is refused by name, and changes nothing', async (name, value) => {
    const { submit, ask, alice } = await world();

    const { status, body } = await submit(alice, 'refused.example', { [name]: value });
    const { body: found } = await ask('GET /threat_descriptors', alice, {
      text: 'refused.example',
    });

    expect([status, body.error.code]).toEqual([400, 100]);
    expect(body.error.message).toContain(`(#100) Param ${name}: `);
    expect(body.error.message).not.toContain(value);
    expect(found.data).toEqual([]);
  });

  it('only its owner edits or deletes; what others may not see is not there', async () => {
    const { submit, ask, alice, bob } = await world();
    const hidden = await submit(alice, 'hidden.example', {
      ...{ privacy_type: 'HAS_WHITELIST', privacy_members: '' },
    });
    const shown = await submit(alice, 'shown.example');

    const refusals = [
      await ask(`GET /${hidden.body.id}`, bob),
      await ask('GET /4611686018427387904', bob),
    ];
    const edit = await ask(`POST /${shown.body.id}`, bob, { status: 'UNKNOWN' });
    const gone = await ask(`DELETE /${shown.body.id}`, bob);
    const { body } = await ask(`GET /${shown.body.id}`, alice);

    expect(refusals[0]?.body.error.message).toBe(refusals[1]?.body.error.message);
    expect(refusals.map((one) => one.status)).toEqual([400, 400]);
    expect([edit.status, gone.status, body.status]).toEqual([400, 400, 'MALICIOUS']);
  });

  it('an edit keeps what it does not name; tags are replaced, added and removed', async () => {
    const { submit, ask, alice, bob, call } = await world();
    const { body: made } = await submit(alice, 'edited.example', {
      ...{ tags: "['Pwny', 'scam']", source_uri: 'https://example.org/report' },
    });
    const tags = async () => {
      const { body } = await ask(`GET /${made.id}/tags`, bob);
      return body.data.map(({ text }: { text: string }) => text);
    };
    const first = await tags();

    await ask(`POST /${made.id}`, alice, {
      add_tags: 'new',
      remove_tags: 'scam',
      descriptor_id: made.id,
    });
    const second = await tags();
    const { body: read } = await ask(`GET /${made.id}`, bob, {
      fields: 'indicator,source_uri,status',
    });
    await ask(`POST /${read.indicator.id}`, alice, { description: 'by its indicator' });
    await ask(`POST /${made.id}`, alice, { tags: 'only', threat_type: 'MALICIOUS_DOMAIN' });
    const native = await call(`GET /v1/descriptors/${made.id}`, { token: bob.token });

    expect([first, second]).toEqual([
      ['pwny', 'scam'],
      ['new', 'pwny'],
    ]);
    expect(read).toMatchObject({ source_uri: 'https://example.org/report', status: 'MALICIOUS' });
    expect(native.body).toMatchObject({
      ...{ tags: ['malicious_domain', 'only'], description: 'by its indicator' },
    });
  });

  it('sharing goes both ways without widening anything', async () => {
    const { submit, ask, call, alice, bob, group } = await world();
    const audience = { community: true, groups: [group.id] };
    const { body: strict } = await call('POST /v1/descriptors', {
      token: alice.token,
      body: { value: 'strict.example', status: 'MALICIOUS', tlp: 'AMBER+STRICT', audience },
    });
    await call('GET /v1/me', { token: alice.token });
    const { body: shown } = await ask(`GET /${strict.id}`, alice, {
      fields: 'share_level,privacy_type,privacy_members',
    });
    await submit(alice, 'strict.example', { share_level: 'AMBER' });
    const { body: kept } = await call(`GET /v1/descriptors/${strict.id}`, { token: alice.token });
    const { body: grouped } = await submit(alice, 'grouped.example', {
      ...{ privacy_type: 'HAS_PRIVACY_GROUP', privacy_members: group.id, share_level: 'RED' },
    });
    const { body: toGroup } = await ask(`GET /${grouped.id}`, bob, {
      fields: 'share_level,privacy_type,privacy_members',
    });

    expect(shown).toMatchObject({ share_level: 'AMBER', privacy_type: 'VISIBLE' });
    expect(kept).toMatchObject({ tlp: 'AMBER+STRICT', audience });
    expect(toGroup).toEqual({
      ...{ id: grouped.id, share_level: 'RED', privacy_type: 'HAS_PRIVACY_GROUP' },
    });
  });
});

describe('searches', () => {
  it('finds by tags, any or all, by type, status, owner and confidence', async () => {
    const { submit, ask, alice, bob } = await world();
    await submit(alice, 'both.example', { tags: 'wolf,bear', confidence: 90 });
    await submit(alice, 'wolf.example', { tags: 'wolf', status: 'SUSPICIOUS' });
    await submit(bob, 'bear.example', { tags: 'bear' });
    const found = async (params: Record<string, string>) => {
      const { body } = await ask('GET /v6.0/threat_descriptors', bob, params);
      return body.data.map((one: { raw_indicator: string }) => one.raw_indicator).sort();
    };

    expect(await found({ tags: 'wolf,bear' })).toEqual([
      'bear.example',
      'both.example',
      'wolf.example',
    ]);
    expect(await found({ tags: 'Wolf,BEAR', tags_are_anded: '1' })).toEqual(['both.example']);
    expect(await found({ tags: 'wolf', status: 'SUSPICIOUS' })).toEqual(['wolf.example']);
    expect(await found({ tags: 'wolf,bear', owner: bob.id })).toEqual(['bear.example']);
    expect(await found({ tags: 'wolf', min_confidence: '80' })).toEqual(['both.example']);
    expect(await found({ tags: 'wolf', type: 'URI' })).toEqual([]);
    expect(await found({ tags: 'wolf', since: '-1hour', until: 'now' })).toEqual(
      await found({ tags: 'wolf' }),
    );
    expect(await found({ tags: 'wolf', since: '2040-01-01' })).toEqual([]);
  });

  it('pages by next, absolute and strictly encoded, each object once while others are written', async () => {
    const { submit, ask, pages, raw, url, call, alice, bob } = await world();
    const values = Array.from({ length: 23 }, (_, n) => `page${n}.example`);
    await call('POST /v1/descriptors/batch', {
      token: alice.token,
      body: {
        descriptors: values.map((value) => ({
          ...{ value, status: 'MALICIOUS', tags: ['paged'], audience: { community: true } },
        })),
      },
    });
    await raw('GET /v1/me');
    await submit(alice, 'index.example');

    const first = await ask('GET /v6.0/threat_descriptors', bob, {
      ...{ tags: 'paged', limit: 5, fields: 'raw_indicator,owner{id}' },
    });
    await submit(alice, 'later.example', { tags: 'paged' });
    const all = await pages(first);

    const next: string = first.body.paging.next;
    expect(next.startsWith(`${url}/v6.0/threat_descriptors?`)).toBe(true);
    expect(next).toMatch(/^[\w.~:/?&=%-]+$/);
    expect(new URL(next).searchParams.get('access_token')).toBe(bob.token);
    const seen = all.flatMap(({ body }) =>
      body.data.map((one: { raw_indicator: string }) => one.raw_indicator),
    );
    expect(seen.toSorted()).toEqual(values.toSorted());
    expect(all.every(({ body }) => body.data.length > 0)).toBe(true);
    expect(all.at(-1)?.body.paging.next).toBeUndefined();
  });

  it('finds a value alone by strict_text, and without it what is below, what begins so, and what is said', async () => {
    const { submit, ask, alice, bob } = await world();
    const said = { description: 'leads to wide.test', type: 'URI' };
    await submit(alice, 'wide.test', { description: 'a page' });
    await submit(alice, 'www.wide.test', { description: 'its front' });
    await submit(alice, 'https://wide.test/a', { description: 'a page', type: 'URI' });
    await submit(alice, 'https://other.test/b', said);
    await submit(alice, '203.0.113.9', { type: 'IP_ADDRESS' });
    await submit(alice, 'http://203.0.113.9/c', { type: 'URI' });
    const found = async (text: string, params: object = {}, path = 'threat_descriptors') => {
      const first = await ask(`GET /v6.0/${path}`, bob, {
        ...{ text, limit: 1, fields: 'indicator{indicator},raw_indicator', ...params },
      });
      const all = (await (await world()).pages(first)).flatMap(({ body }) => body.data);
      return all.map((one) => one.raw_indicator ?? one.indicator);
    };
    const wide = ['wide.test', 'www.wide.test', 'https://wide.test/a', 'https://other.test/b'];

    expect(await found('wide.test', { strict_text: 'true' })).toEqual(['wide.test']);
    expect((await found('wide.test')).sort()).toEqual(wide.sort());
    expect((await found('wide.test', {}, 'threat_indicators')).sort()).toEqual(wide);
    expect(await found('wide.test', { type: 'URI' })).toHaveLength(2);
    expect((await found('203.0.113.9')).sort()).toEqual(['203.0.113.9', 'http://203.0.113.9/c']);
    expect(await found('https://wide')).toEqual(['https://wide.test/a', 'wide.test']);
    expect(await found('front its')).toEqual(['www.wide.test']);
    expect(await found('widely', { strict_text: '1' })).toEqual([]);
  });

  it('gives no next where a page ends with the list', async () => {
    const { submit, ask, alice } = await world();
    for (const value of ['end1.example', 'end2.example'])
      await submit(alice, value, { tags: 'end' });

    const { body } = await ask('GET /threat_descriptors', alice, { tags: 'end', limit: 2 });

    expect([body.data.length, body.paging]).toEqual([2, undefined]);
  });

  it('tells its own that is over when that is asked', async () => {
    const { submit, ask, alice, bob } = await world();
    await submit(alice, 'over.example', { tags: 'over', expired_on: '2015-01-01' });
    const count = async (member: typeof alice, params: object) =>
      (await ask('GET /threat_descriptors', member, { tags: 'over', ...params })).body.data.length;

    expect(await count(alice, {})).toBe(0);
    expect(await count(alice, { include_expired: true })).toBe(1);
    expect(await count(bob, { include_expired: true })).toBe(0);
  });
});
