import { createHash } from 'node:crypto';
import { communities } from '../../support/community';

const { community } = communities();

async function world() {
  const made = await community();
  const read = async () => (await made.call('GET /v1/agreement')).body;
  const put = (body: object, headers: Record<string, string> = {}) =>
    made.call('PUT /v1/agreement', { token: made.operator.token, body, headers });
  return { ...made, read, put };
}

describe('GET /v1/agreement', () => {
  it('tells everybody the text in force, and its hash', async () => {
    const { read } = await world();

    const body = await read();

    expect(body).toMatchObject({ version: 1, publishedAt: null });
    expect(body.sha256).toBe(createHash('sha256').update(body.text).digest('hex'));
  });
});

describe('PUT /v1/agreement', () => {
  it('puts the next version in force', async () => {
    const { read, put } = await world();

    const answer = await put({ version: 1, text: 'Be good.' });

    expect(answer).toMatchObject({ status: 200, body: { version: 2, text: 'Be good.' } });
    expect(await read()).toEqual(answer.body);
  });

  it.each([0, 2, 9])('answers a version that was not read: %d', async (version) => {
    const { read, put } = await world();

    const answer = await put({ version, text: 'Be good.' });

    expect(answer.status).toBe(version === 0 ? 400 : 409);
    expect((await read()).version).toBe(1);
  });

  it('lets one of two that put at once win', async () => {
    const { put } = await world();

    const answers = await Promise.all(['a', 'b'].map((text) => put({ version: 1, text })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'agreement.version_stale',
      currentVersion: 2,
    });
  });

  it('answers a repeat under its key as before', async () => {
    const { put } = await world();
    const key = { 'idempotency-key': 'k' };
    const first = await put({ version: 1, text: 'Be good.' }, key);

    const again = await put({ version: 1, text: 'Be good.' }, key);

    expect(again.body).toEqual(first.body);
  });

  it('is the operator’s alone', async () => {
    const { call, alice } = await world();

    const answer = await call('PUT /v1/agreement', {
      token: alice.token,
      body: { version: 1, text: 'Mine.' },
    });

    expect(answer.status).toBe(403);
  });
});
