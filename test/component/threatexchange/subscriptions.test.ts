import { echoing } from '../../support/http-receiver';
import type { GraphAnswer } from './graph-world';
import { subscribers } from './subscribers';

const subscribing = subscribers();
const all = [
  ...['threat_descriptor', 'threat_indicator', 'threat_tag', 'malware_analysis'],
  'malware_families',
];

describe('POST /<app id>/subscriptions', () => {
  it('verifies the callback, and tells once what it verifies with', async () => {
    const { post, list, at, graph, own } = await subscribing('alice');

    const made = await post({ fields: 'threat_descriptor,threat_tag' });
    const again = await post({ fields: 'threat_indicator', include_values: 'True' });

    const success = { success: true };
    expect(made.status).toBe(200);
    expect(made.body).toEqual({ ...success, verify_with: expect.stringMatching(/^whsec_/) });
    expect(again.body).toEqual(success);
    expect(at.heard.map(({ method, query }) => [method, query])).toEqual(
      Array(2).fill([
        'GET',
        {
          ...{ 'hub.mode': 'subscribe', 'hub.verify_token': 'meat & yolk' },
          'hub.challenge': expect.stringMatching(/^\d+$/),
        },
      ]),
    );
    const fields = [{ name: 'threat_indicator', version: 'v25.0' }];
    expect(await list()).toEqual({
      data: [
        {
          ...{ id: expect.any(String), object: 'threat_exchange', callback_url: at.url },
          ...{ active: true, fields },
        },
      ],
    });
    const { endpoints } = (await graph.call('GET /v1/endpoints', { token: own.token })).body;
    expect(endpoints).toMatchObject([
      {
        ...{ url: at.url, format: 'threatexchange', signing: 'hmac', state: 'active' },
        ...{ payload: 'full', topics: ['threat_indicator'], watches: null },
      },
    ]);
  });

  it('keeps nothing of what its receiver does not agree to', async () => {
    const { post, list, at } = await subscribing('alice');
    at.answer(() => ({ status: 200, text: 'hello' }));
    const refused = await post();
    const none = await list();
    at.answer(echoing);
    await post();
    const before = await list();

    const moved = await post({ callback_url: `${at.url}/moved`, fields: 'threat_tag' });
    at.answer(() => ({ status: 404, text: 'their secret' }));
    const unmoved = await post({ callback_url: at.url, fields: 'threat_tag' });

    expect(refused).toMatchObject({
      status: 400,
      body: { error: { code: 2200, type: 'OAuthException' } },
    });
    expect(refused.body.error.message).toMatch(/^\(#2200\) /);
    expect(none).toEqual({ data: [] });
    expect([moved.status, unmoved.status]).toEqual([200, 400]);
    expect(JSON.stringify(unmoved.body)).not.toContain('their secret');
    const [{ id }] = before.data;
    expect((await list()).data).toMatchObject([{ id, callback_url: `${at.url}/moved` }]);
  });

  it.each([
    ['object', { object: 'page' }],
    ['object', { object: '' }],
    ['callback_url', { callback_url: '' }],
    ['callback_url', { callback_url: 'http://hooks.bank.example/in' }],
    ['callback_url', { callback_url: 'https://10.0.0.1/in' }],
    ['fields', { fields: '' }],
    ['fields', { fields: 'threat_descriptor,photos' }],
    ['verify_token', { verify_token: '' }],
    ['verify_token', { verify_token: 'x'.repeat(257) }],
    ['include_values', { include_values: 'perhaps' }],
  ])('refuses a bad %s, by its name: %j', async (name, params) => {
    const { post, list, at } = await subscribing('alice');

    const { status, body } = await post(params);

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 100, type: 'OAuthException' });
    expect(body.error.message).toContain(`Param ${name}: `);
    expect(at.heard).toEqual([]);
    expect(await list()).toEqual({ data: [] });
  });

  it('takes a body of any kind, any version, slashes too many and the name as it is shown', async () => {
    const { graph, own, at, list } = await subscribing('alice');
    const params = {
      ...{ access_token: own.token, object: 'Threat Exchange', callback_url: at.url },
      ...{ fields: 'threat_descriptor, threat_tag', verify_token: 'x' },
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(params)) form.set(name, value);
    const headers = { 'content-type': 'text/json' };

    const answers = [
      await graph.raw(`POST /${own.id}/subscriptions/`, { body: new URLSearchParams(params) }),
      await graph.raw(`POST //v2.8/${own.id}/subscriptions`, {
        ...{ headers, body: JSON.stringify(params) },
      }),
      await graph.raw(`POST /v25.0/${own.id}/subscriptions`, { body: form }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await list()).data).toHaveLength(1);
    const removed = await graph.ask(`POST /${own.id}/subscriptions`, own, { method: 'DELETE' });
    expect([removed.body, await list()]).toEqual([{ success: true }, { data: [] }]);
  });

  it('calls no oftener than the native routes may', async () => {
    const { post } = await subscribing('carol');
    const answers: GraphAnswer[] = [];
    for (let n = 0; n < 21; n++) answers.push(await post());

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: { code: 4 } } });
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('who may subscribe', () => {
  it('is who may make, read and remove endpoints and watches', async () => {
    const { graph, path, post, credential, ask, list } = await subscribing('bob');
    await post();
    const [machine, reader] = [await credential('machine'), await credential('reader')];
    await graph.submit(graph.alice, 'rights.example', { tags: 'rights' });
    const { body } = await ask('GET /threat_tags', graph.bob, { text: 'rights' });
    const tag = `POST /${body.data[0].id}`;

    const refused = [
      await ask(`POST ${path}`, machine, { object: 'threat_exchange' }),
      await ask(`DELETE ${path}`, machine),
      await ask(tag, reader, { subscribed: true }),
      await ask(tag, reader, { subscribed: false }),
    ];
    const allowed = [
      await ask(`GET ${path}`, reader),
      await ask(tag, machine, { subscribed: true }),
      await ask(tag, machine, { subscribed: false }),
    ];

    expect(refused.map(({ status, body: { error } }) => [status, error.code])).toEqual(
      Array(4).fill([403, 10]),
    );
    expect(allowed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await list()).data).toHaveLength(1);
  });

  it('is the app itself: of another’s there is nothing, like of none', async () => {
    const { graph, post, list, ask } = await subscribing('bob');
    await post();
    const answers = async (id: string) => [
      await ask(`GET /${id}/subscriptions`, graph.alice),
      await ask(`POST /${id}/subscriptions`, graph.alice, { object: 'threat_exchange' }),
      await ask(`DELETE /${id}/subscriptions`, graph.alice),
    ];
    const told = async (id: string) =>
      (await answers(id)).map(({ status, body: { error } }) => [status, error.message, error.code]);

    const [bobs, nobodys] = [await told(graph.bob.id), await told('4611686018427380000')];

    expect(bobs).toEqual(nobodys);
    expect(bobs.map(([status]) => status)).toEqual([400, 400, 400]);
    expect((await list()).data).toHaveLength(1);
  });
});

describe('DELETE /<app id>/subscriptions', () => {
  it('takes out the fields that are named, or all', async () => {
    const { post, remove, list } = await subscribing('bob');
    await post({ fields: all.join(',') });

    const some = await remove({ object: 'threat_exchange', fields: 'threat_tag,malware_analysis' });
    const kept = (await list()).data[0].fields.map(({ name }: { name: string }) => name);
    const refused = await remove({ object: 'user' });
    const unknown = await remove({ fields: 'photos' });
    const rest = await remove({ fields: kept.join(',') });

    expect([some.body, rest.body]).toEqual([{ success: true }, { success: true }]);
    expect(kept).toEqual(['threat_descriptor', 'threat_indicator', 'malware_families']);
    expect([refused.body.error.code, unknown.body.error.code]).toEqual([100, 100]);
    expect(await list()).toEqual({ data: [] });
    expect((await remove()).body).toEqual({ success: true });
  });
});
