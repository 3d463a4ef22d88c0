import { createHash } from 'node:crypto';
import { audited } from '../../support/audited';
import { communities } from '../../support/community';

const { community, newTables, sharedClient } = communities();

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

const day = 24 * 3600;

/** A community in which the second version has been published. */
async function renewed(graceDays: number | null = null) {
  const tables = await newTables(true);
  const made = await audited(sharedClient(), await community({ tables }));
  const { call, operator, alice } = made;
  const asOperator = { token: operator.token };
  const { body: policy } = await call('GET /v1/policy', asOperator);
  const decided = { ...policy, agreement: { graceDays }, reason: 'we voted' };
  await call('PUT /v1/policy', { ...asOperator, body: decided });
  await call('PUT /v1/agreement', { ...asOperator, body: { version: 1, text: 'Be good.' } });
  made.wait(20);
  const standing = async () => (await call('GET /v1/me', { token: alice.token })).body.agreement;
  const accept = (version: number, { token } = alice) =>
    call('POST /v1/me/agreement', { token, body: { version } });
  const publish = (value: string) =>
    call('POST /v1/descriptors', {
      token: alice.token,
      body: { value, status: 'MALICIOUS', audience: { community: true } },
    });
  return { ...made, standing, accept, publish };
}

describe('POST /v1/me/agreement', () => {
  it('records who accepted which text when, once, also in the audit', async () => {
    const { standing, accept, audit, call, alice, operator } = await renewed();
    const before = await standing();

    const first = await accept(2);
    const again = await accept(2);

    const sha256 = createHash('sha256').update('Be good.').digest('hex');
    expect(before).toMatchObject({ accepted: null, isDue: true, refusedFrom: null });
    expect(first).toMatchObject({ status: 200, body: { accepted: { version: 2, sha256 } } });
    expect(again.body).toEqual(first.body);
    expect(await standing()).toEqual(first.body);
    expect(first.body.isDue).toBe(false);
    const { members } = (await call('GET /v1/members', { token: operator.token })).body;
    expect(members).toContainEqual(
      expect.objectContaining({ id: alice.id, agreed: first.body.accepted }),
    );
    await audit();
    const { entries } = (await call('GET /v1/audit', { token: alice.token })).body;
    const told = entries.filter(({ kind }: { kind: string }) => kind === 'agreement.accepted');
    expect(told).toEqual([
      expect.objectContaining({
        ...{ actor: 'own', credential: first.body.accepted.acceptedBy },
        about: { member: alice.id, version: 2, sha256 },
      }),
    ]);
  });

  it('is 409 for a version that is not in force, 409 for the operator, 403 for who does not administer', async () => {
    const { accept, call, alice, operator, standing } = await renewed();
    const body = { name: 'An analyst', role: 'analyst' };
    const issued = await call('POST /v1/credentials', { token: alice.token, body });

    const answers = [
      await accept(1),
      await accept(3),
      await accept(2, operator),
      await accept(2, { ...alice, token: issued.body.token }),
    ];

    expect(answers.map(({ status, body: { code } }) => `${status} ${code}`)).toEqual([
      '409 agreement.version_stale',
      '409 agreement.version_stale',
      '409 member.is_operator',
      '403 credential.scope',
    ]);
    expect((await standing()).accepted).toBeNull();
  });
});

describe('a member that does not accept a new agreement', () => {
  it('goes on publishing where the policy gives no time', async () => {
    const { publish, wait } = await renewed();
    wait(400 * day);

    expect((await publish('a.example')).status).toBe(201);
  });

  it('says nothing new after the time that the policy gives, and may always take back', async () => {
    const { publish, wait, call, alice, accept, standing, group } = await renewed(30);
    const token = alice.token;
    const { body: given } = await publish('a.example');
    wait(30 * day);
    const line = `/v1/descriptors/${given.id}`;
    const patch = (fields: object) =>
      call(`PATCH ${line}`, { token, body: { version: given.version, ...fields } });

    const refused = [
      await publish('b.example'),
      await call('POST /v1/descriptors/batch', { token, body: { descriptors: [{}] } }),
      await patch({ status: 'SUSPICIOUS' }),
      await patch({ audience: { community: true, groups: [group.id] } }),
      await call(`POST /v1/indicators/${given.indicatorId}/comments`, {
        ...{ token, body: { text: 'Seen here.', readIn: 'community' } },
      }),
    ];
    const narrowed = await patch({ audience: {} });
    const retracted = await call(`DELETE ${line}`, { token });
    const due = await standing();
    await accept(2);
    const back = await publish('b.example');

    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['403 agreement.not_accepted']),
    );
    expect(refused[0]?.body).toMatchObject({ currentVersion: 2, refusedFrom: due.refusedFrom });
    expect([narrowed.status, retracted.status, back.status]).toEqual([200, 204, 201]);
  });
});
