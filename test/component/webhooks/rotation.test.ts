import { createHmac } from 'node:crypto';
import type { Heard } from '../../support/http-receiver';
import { hubHeaders, receivingWorlds } from './hub-world';

const world = receivingWorlds();
const standard = { format: 'standard', signing: 'hmac', verifyToken: undefined };

/** As the specification makes it of a shared secret. */
function signatureOf({ headers, text }: Heard, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

/** An active endpoint with two secrets, and what it was sent last. */
async function rotated(fields: object, overlap: object = {}) {
  const setting = await world();
  const { at, make, post } = setting;
  at.answer(({ query, text }) => ({ status: 200, text: query['hub.challenge'] ?? text }));
  const { id, verifyWith: older } = await make(fields);
  await post(`/${id}/activation`);
  const made = await post(`/${id}/secrets`, overlap);
  const sent = async (value: string) => {
    await setting.tell(value);
    return at.last();
  };
  const secrets = async () => {
    const { body } = await setting.call(`GET /v1/endpoints/${id}`, { token: setting.bob.token });
    return body.secrets as { endsAt: number | null }[];
  };
  return { ...setting, id, older, newer: made.body.verifyWith as string, made, sent, secrets };
}

describe('POST /v1/endpoints/{id}/secrets', () => {
  it('lets both secrets sign until the overlap ends, and the new one alone from then on', async () => {
    const { sent, secrets, wait, older, newer } = await rotated(standard, { overlapHours: 2 });

    const during = await sent('during.example');
    const both = await secrets();
    wait(2 * 3600 + 1);
    const after = await sent('after.example');

    expect(newer).not.toBe(older);
    expect(during.headers['webhook-signature']).toBe(
      `${signatureOf(during, older)} ${signatureOf(during, newer)}`,
    );
    expect(after.headers['webhook-signature']).toBe(signatureOf(after, newer));
    expect(both.map(({ endsAt }) => endsAt)).toEqual([expect.anything(), null]);
    expect(await secrets()).toEqual([both[1]]);
  });

  it('signs by the older in the format threatexchange, which has room for one, until it ends', async () => {
    const { sent, wait, older, newer } = await rotated({});

    const during = await sent('during.example');
    wait(24 * 3600 + 1);
    const after = await sent('after.example');

    expect(during.headers).toMatchObject(hubHeaders(during, older));
    expect(after.headers).toMatchObject(hubHeaders(after, newer));
  });

  it('lets an old secret that is known to somebody else end at once', async () => {
    const { sent, secrets, newer } = await rotated(standard, { overlapHours: 0 });

    const got = await sent('a.example');

    expect(got.headers['webhook-signature']).toBe(signatureOf(got, newer));
    expect(await secrets()).toHaveLength(1);
  });

  it('signs a second attempt by the secrets of its own time', async () => {
    const setting = await rotated(standard, { overlapHours: 1 });
    setting.at.answer(() => ({ status: 500 }));
    const first = await setting.sent('a.example');
    setting.at.answer(() => ({ status: 200 }));
    setting.wait(3601);
    await setting.sweepDue();
    await setting.deliverRung();

    const second = setting.at.last();

    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.headers['webhook-signature']).toBe(signatureOf(second, setting.newer));
  });

  it('shows a secret once, and has at most five that live', async () => {
    const { id, post, call, bob, made } = await rotated(standard);
    const { token } = bob;
    const line = `POST /v1/endpoints/${id}/secrets`;
    const once = { token, body: {}, headers: { 'idempotency-key': 'a-rotation' } };

    const [third, repeat] = [await call(line, once), await call(line, once)];
    await post(`/${id}/secrets`);
    await post(`/${id}/secrets`);
    const sixth = await post(`/${id}/secrets`);
    const atOnce = await post(`/${id}/secrets`, { overlapHours: 0 });

    expect([made.status, third.status, repeat.status]).toEqual([201, 201, 200]);
    expect(repeat.body.verifyWith).toBeUndefined();
    expect(repeat.text).not.toContain(third.body.verifyWith);
    expect(sixth.body).toMatchObject({ status: 409, code: 'endpoint.too_many' });
    expect(atOnce.body.secrets).toHaveLength(1);
  });
});
