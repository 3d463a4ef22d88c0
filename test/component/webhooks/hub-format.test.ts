import type { Heard, Reply } from '../../support/http-receiver';
import { matchedIn } from '../../support/watching';
import { hubHeaders, receivingWorlds, verifyToken } from './hub-world';

const world = receivingWorlds();

describe('POST /v1/endpoints/{id}/activation of the format threatexchange', () => {
  it('asks by GET for a fresh decimal challenge, and believes the receiver that says it', async () => {
    const { at, make, post } = await world();
    const { id } = await make({ url: `${at.url}?key=1` });

    const first = await post(`/${id}/activation`);
    await post(`/${id}/activation`);

    expect(first).toMatchObject({ status: 200, body: { state: 'active' } });
    const [asked, again] = at.heard;
    expect(asked).toMatchObject({ method: 'GET', path: '/in', text: '' });
    expect(asked?.query).toEqual({
      ...{ key: '1', 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken },
      'hub.challenge': expect.stringMatching(/^\d+$/),
    });
    expect(again?.query['hub.challenge']).not.toBe(asked?.query['hub.challenge']);
  });

  it('takes the token for an answer, which is all that the Python client can say', async () => {
    const { at, make, post } = await world();
    const { id } = await make();
    at.answer(() => ({ status: 200, text: verifyToken }));

    expect(await post(`/${id}/activation`)).toMatchObject({ status: 200 });
  });

  const failing: readonly (readonly [string, (heard: Heard) => Reply, object])[] = [
    [
      'refuses the token',
      ({ query }) => ({ status: 403, text: query['hub.challenge'] ?? '' }),
      { step: 'status', receiverStatus: 403 },
    ],
    [
      'answers with another text',
      () => ({ status: 200, text: 'hello' }),
      { step: 'answer', receiverStatus: 200 },
    ],
    [
      'answers with a page that has the challenge in it',
      ({ query }) => ({ status: 200, text: `<p>${query['hub.challenge']}</p>` }),
      { step: 'answer' },
    ],
    ['answers with nothing', () => ({ status: 200 }), { step: 'answer' }],
    [
      'redirects',
      () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }),
      { step: 'call', failure: 'redirect', receiverStatus: 302 },
    ],
  ];

  it.each(failing)('refuses a receiver that %s, and sends it nothing', async (_, answer, step) => {
    const { at, make, post, tell } = await world();
    const { id } = await make();
    at.answer(answer);

    const refused = await post(`/${id}/activation`);
    await tell('a.example');

    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'endpoint.challenge_failed', status: 409, ...step },
    });
    expect(refused.text).not.toMatch(/hello|<p>/);
    expect(at.told()).toEqual([]);
  });

  it('refuses a receiver that is not there', async () => {
    const { make, post } = await world();
    const { id } = await make({ url: 'http://127.0.0.1:1/in' });

    expect(await post(`/${id}/activation`)).toMatchObject({
      status: 409,
      body: { step: 'call', failure: 'connect_refused' },
    });
  });
});

describe('topics', () => {
  it('go with the format threatexchange alone', async () => {
    const { make, post, world: its } = await world();
    const topics = ['threat_descriptor'];
    const standard = { format: 'standard', verifyToken: undefined };
    const { id } = await make(standard);
    const { token } = its.bob;

    const made = await make({ topics });
    const refused = [
      await post('', { url: 'https://hooks.bank.example/in', topics }),
      await its.call(`PATCH /v1/endpoints/${id}`, { token, body: { topics } }),
    ];
    const body = { topics: null };
    const all = await its.call(`PATCH /v1/endpoints/${made.id}`, { token, body });

    expect(made.topics).toEqual(topics);
    expect(all.body.topics).toBeNull();
    expect(refused.map(({ status, body: { pointer } }) => [status, pointer])).toEqual(
      Array(2).fill([400, '/topics']),
    );
  });
});

describe('a delivery in the format threatexchange', () => {
  it('carries ids and what changed, in both signatures of its bytes', async () => {
    const { at, make, post, tell, world: its } = await world();
    const { id, verifyWith } = await make();
    await post(`/${id}/activation`);

    const change = await tell('a.example');

    const got = at.last();
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': expect.stringMatching(/^\d+$/),
      ...hubHeaders(got, verifyWith),
    });
    const time = Math.floor(its.now() / 1_000_000);
    const { object, entry } = JSON.parse(got.text);
    expect(object).toBe('threat_exchange');
    expect(entry).toEqual([
      { id: change.id, time: expect.any(Number), changed_fields: ['threat_descriptor'] },
    ]);
    expect(time - entry[0].time).toBeLessThan(60);
    expect(got.text).not.toContain('a.example');
  });

  it('carries the words where they are asked for, in ASCII; of what is gone the ids alone', async () => {
    const { at, make, post, tell, world: its } = await world();
    const { id } = await make({ payload: 'full' });
    await post(`/${id}/activation`);
    const raw = 'https://host.example/ä€';

    const change = await tell(raw);
    await its.call(`DELETE /v1/descriptors/${change.id}`, { token: its.alice.token });
    await its.index();
    await its.notify(await matchedIn(its, change.id, its.bob, 'community', 'withdrawn'));
    await its.deliverRung();

    const [said, gone] = at.told().map(({ text }) => JSON.parse(text).entry[0].changes[0]);
    expect(at.told()[0]?.text).toMatch(/^[ -~]*$/);
    expect(said).toMatchObject({
      field: 'threat_descriptor',
      value: {
        ...{ verb: 'add', id: change.id, indicator_id: change.indicatorId, type: 'URI' },
        ...{ indicator: 'https://host.example/%C3%A4%E2%82%AC', raw_indicator: raw },
        ...{ status: 'MALICIOUS', severity: 'UNKNOWN', share_level: 'AMBER' },
        ...{ review_status: 'UNKNOWN', owner: { id: its.alice.id } },
      },
    });
    expect(at.told()[0]?.text).not.toContain('null');
    expect(gone).toEqual({
      field: 'threat_descriptor',
      value: { verb: 'delete', id: change.id, indicator_id: change.indicatorId },
    });
  });
});
