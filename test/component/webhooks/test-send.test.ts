import { endpointLimits } from '../../../lambdas/core/notify/endpoint';
import { hubHeaders, receivingWorlds } from './hub-world';

const world = receivingWorlds();

async function active(fields: object = {}) {
  const setting = await world();
  const { id, verifyWith } = await setting.make(fields);
  await setting.post(`/${id}/activation`);
  return { ...setting, id, verifyWith, test: () => setting.post(`/${id}/test`) };
}

describe('POST /v1/endpoints/{id}/test', () => {
  it('sends a sample of nobody where there is no match, signed as any delivery', async () => {
    const { at, test, verifyWith } = await active();

    const { status, body } = await test();

    expect([status, body]).toEqual([
      200,
      { sent: 'sample', delivered: true, status: 200, latencyMs: expect.any(Number) },
    ]);
    const got = at.last();
    expect(got.headers).toMatchObject(hubHeaders(got, verifyWith));
    expect(JSON.parse(got.text).entry).toMatchObject([
      { id: '2', changed_fields: ['threat_descriptor'] },
    ]);
  });

  it('sends the newest match, and leaves no delivery behind', async () => {
    const { at, test, tell, call, bob } = await active({ payload: 'full' });
    await tell('older.example');
    const { id: newest } = await tell('newer.example');
    const list = async () =>
      (await call('GET /v1/deliveries', { token: bob.token })).body.deliveries;
    const before = await list();

    const { body } = await test();

    expect(body).toMatchObject({ sent: 'match', delivered: true });
    const [entry] = JSON.parse(at.last().text).entry;
    expect(entry.changes[0].value).toMatchObject({ id: newest, indicator: 'newer.example' });
    expect(await list()).toEqual(before);
  });

  it('says what came of it, and never what the receiver answered', async () => {
    const { at, test } = await active();
    at.answer(() => ({ status: 503, text: 'their secret' }));
    const refused = await test();
    at.answer(() => ({ status: 302, headers: { location: 'https://elsewhere.example/x' } }));
    const redirected = await test();

    expect(refused.body).toMatchObject({ delivered: false, status: 503 });
    expect(redirected.body).toMatchObject({ delivered: false, status: 302, failure: 'redirect' });
    expect(refused.text + redirected.text).not.toMatch(/their secret|elsewhere/);
  });

  it('is for active endpoints of one’s own', async () => {
    const { make, post, call, alice, id } = await active();
    const { id: pending } = await make();

    const other = await call(`POST /v1/endpoints/${id}/test`, { token: alice.token });

    expect((await post(`/${pending}/test`)).body).toMatchObject({ code: 'endpoint.not_active' });
    expect(other.body).toMatchObject({ status: 404, code: 'object.not_found' });
  });
});

describe('challenges and tests of a member', () => {
  it('are so many in a window, over all its endpoints and credentials; others have their own', async () => {
    const { at, call, bob, alice, wait, time, make, post, id } = await active();
    const { calls, callWindowMinutes } = endpointLimits;
    // To the start of a window.
    wait(callWindowMinutes * 60 - ((time.micros / 1_000_000) % (callWindowMinutes * 60)));
    at.heard.length = 0;
    const { id: second } = await make();
    const body = { name: 'Tester', role: 'machine' };
    const { token } = (await call('POST /v1/credentials', { token: bob.token, body })).body;

    const statuses: number[] = [];
    for (let n = 0; n < calls; n++) {
      const line =
        n % 2 ? `POST /v1/endpoints/${id}/test` : `POST /v1/endpoints/${second}/activation`;
      statuses.push((await call(line, { token: bob.token })).status);
    }
    const refused = [
      await post(`/${id}/test`),
      await post(`/${second}/activation`),
      await call(`POST /v1/endpoints/${id}/test`, { token }),
    ];
    const heard = at.heard.length;
    const url = { url: at.url, format: 'threatexchange', verifyToken: 'x' };
    const { id: hers } = (await call('POST /v1/endpoints', { token: alice.token, body: url })).body;
    const others = await call(`POST /v1/endpoints/${hers}/activation`, { token: alice.token });
    wait(callWindowMinutes * 60);

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(refused.map(({ body: { code } }) => code)).toEqual(Array(3).fill('rate.exceeded'));
    const after = Number(refused[0]?.headers['retry-after']);
    expect(after).toBeGreaterThan(1);
    expect(after).toBeLessThanOrEqual(callWindowMinutes * 60);
    expect(heard).toBe(calls);
    expect(others.status).toBe(200);
    expect((await post(`/${id}/test`)).status).toBe(200);
  });
});
