import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { openCommunity } from '../../support/applicant';
import { communities } from '../../support/community';

const { community, sharedClient } = communities();

let world: Awaited<ReturnType<typeof openCommunity>>;
let made = 0;

beforeAll(async () => {
  world = await openCommunity(community);
});

afterAll(() => world.stop());

/** An applicant of a domain that nobody else has. */
function names() {
  made += 1;
  return { domain: `acme${made}.com`, contact: `soc@acme${made}.com` };
}

const approve = { decision: 'approve' };

describe('POST /v1/applications/{id}/decisions approve', () => {
  it('makes the member, as it said when it applied, and opens the claim for 14 days', async () => {
    const { call, operator } = world;
    const { domain, contact } = names();
    const { id, statusPage } = await world.proved({ domain, contact, country: 'FR' });

    const { status, body } = await world.decide(id, approve);

    const members = await call('GET /v1/members', { token: operator.token });
    const found = members.body.members.find((one: { id: string }) => one.id === body.memberId);
    expect(status).toBe(200);
    expect(body.state).toBe('approved');
    expect(found).toMatchObject({
      ...{ name: 'Acme Bank', organisationClass: 'company', state: 'active' },
      ...{ sector: 'financial_services', country: 'FR', domain },
    });
    const page = (await call(`GET ${statusPage}`)).body;
    expect(page).toMatchObject({ state: 'approved', next: { by: body.claimUntil } });
    expect(Date.parse(body.claimUntil) - Date.parse(body.said[0].at)).toBeGreaterThan(
      13.9 * 86_400_000,
    );
  });

  it('answers 409 with the checks that did not pass, and takes an override with a reason for each', async () => {
    const { id } = await world.applied(names());

    const refused = await world.decide(id, approve);
    const overrides = [{ check: 'domain_proof', reason: 'They were called by telephone.' }];
    const taken = await world.decide(id, { ...approve, overrides });

    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'application.checks_open', checks: ['domain_proof'] },
    });
    expect(taken).toMatchObject({
      status: 200,
      body: { state: 'approved', said: [{ overrides, by: { member: world.operator.id } }] },
    });
  });

  it('answers 409 where another holds the domain and nothing was proved, unless overridden', async () => {
    const taken = names();
    await world.proved(taken);
    const { id } = await world.applied(taken);
    const proof = { check: 'domain_proof', reason: 'called' };

    const refused = await world.decide(id, { ...approve, overrides: [proof] });
    const duplicate = { check: 'duplicate', reason: 'two daughters of one house' };
    const done = await world.decide(id, { ...approve, overrides: [proof, duplicate] });

    expect(refused).toMatchObject({ status: 409, body: { checks: ['duplicate'] } });
    expect(done.body.state).toBe('approved');
  });

  it('is judged by the policy in force, which may have changed since', async () => {
    const own = await openCommunity(community);
    const token = own.operator.token;
    const { id } = await own.proved({ country: 'FR' });
    const policy = (await own.call('GET /v1/policy', { token })).body;
    const refusals = [{ countries: ['FR'], reason: 'Not now.', wayOn: 'Wait.' }];
    const admission = { ...policy.admission, refusals };
    await own.call('PUT /v1/policy', { token, body: { ...policy, admission, reason: 'x' } });
    own.wait(20);

    const answer = await own.decide(id, approve);
    own.stop();

    expect(answer).toMatchObject({ status: 409, body: { checks: ['eligibility'] } });
  });

  it('can be an exception for one that the policy refused', async () => {
    const { domain } = names();
    const { body } = await world.apply({ domain, contact: 'founder@gmail.com' });
    const { challenge } = (await world.call(`GET ${body.statusPage}`)).body;
    world.publishProof({ challenge });
    const exceptions = ['contact', 'domain_proof'].map((check) => ({ check, reason: 'known' }));

    const { status } = await world.decide(body.applicationId, {
      ...approve,
      overrides: exceptions,
    });
    const claimed = await world.call(`POST ${body.statusPage}/claim`);

    expect(status).toBe(200);
    expect(claimed.status).toBe(201);
  });
});

describe('POST /v1/applications/{id}/decisions', () => {
  it('answers 409 with the current version on one that is not, and changes nothing', async () => {
    const { id } = await world.proved(names());
    const { version } = await world.read(id);

    const answer = await world.decide(id, { ...approve, version: version - 1 });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'application.version_stale', currentVersion: version },
    });
    expect((await world.read(id)).version).toBe(version);
  });

  it('lets one of two decisions at once win', async () => {
    const { id } = await world.proved(names());
    const decline = { decision: 'decline', reason: 'no' };

    const answers = await Promise.all([world.decide(id, approve), world.decide(id, decline)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('answers a repeat under its key as before, and makes one member', async () => {
    const { id } = await world.proved(names());
    const { version } = await world.read(id);
    const key = { 'idempotency-key': `approve ${id}`.replace(' ', '-') };

    const first = await world.decide(id, { ...approve, version }, key);
    const again = await world.decide(id, { ...approve, version }, key);

    expect(again.body).toEqual(first.body);
  });

  it('declines with a reason that the applicant reads', async () => {
    const { id, statusPage } = await world.proved(names());

    await world.decide(id, { decision: 'decline', reason: 'We admit banks alone.' });

    const { body } = await world.call(`GET ${statusPage}`);
    expect(body).toMatchObject({
      state: 'declined',
      said: [{ from: 'operator', what: 'decline', text: 'We admit banks alone.' }],
    });
    expect(JSON.stringify(body)).not.toContain(world.operator.id);
  });

  it('asks for more, is answered once, and goes on', async () => {
    const { id, statusPage } = await world.proved(names());
    const answer = () =>
      world.call(`POST ${statusPage}/answers`, { body: { text: 'Twelve people.' } });
    const early = await answer();
    await world.decide(id, { decision: 'ask', reason: 'How large is your team?' });

    const answered = await answer();
    const again = await answer();

    expect(early.status).toBe(409);
    expect(answered).toMatchObject({
      status: 200,
      body: {
        state: 'reviewing',
        said: [{ what: 'ask' }, { what: 'answer', text: 'Twelve people.' }],
      },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'application.wrong_state' } });
  });

  it.each([
    ['a decline without a reason', { decision: 'decline' }, '/reason'],
    ['a question without one', { decision: 'ask', reason: '' }, '/reason'],
    [
      'an override of a decline',
      { decision: 'decline', reason: 'x', overrides: [{ check: 'contact', reason: 'x' }] },
      '/overrides',
    ],
    [
      'an override without a reason',
      { decision: 'approve', overrides: [{ check: 'contact' }] },
      '/overrides/0/reason',
    ],
    [
      'an override of what is no check',
      { decision: 'approve', overrides: [{ check: 'mood', reason: 'x' }] },
      '/overrides/0/check',
    ],
    ['a decision that is none', { decision: 'maybe' }, '/decision'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { id } = await world.proved(names());

    const answer = await world.decide(id, body);

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it.each([
    ['approve', {}],
    ['decline', { reason: 'x' }],
    ['ask', { reason: 'x' }],
  ])('answers 409 to %s once it is approved', async (decision, more) => {
    const { id } = await world.proved(names());
    await world.decide(id, approve);

    const answer = await world.decide(id, { decision, ...more });

    expect(answer).toMatchObject({ status: 409, body: { code: 'application.wrong_state' } });
  });

  it('answers 404 to an application that is none', async () => {
    const answer = await world.call('POST /v1/applications/4611686018427387904/decisions', {
      ...{ token: world.operator.token, body: { ...approve, version: 1 } },
    });

    expect(answer.status).toBe(404);
  });
});

describe('POST /v1/applications/status/{key}/claim', () => {
  it('answers the first credential, an administrator’s, with which the member can publish', async () => {
    const { call } = world;
    const { id, statusPage } = await world.proved(names());
    await world.decide(id, approve);

    const { status, body } = await call(`POST ${statusPage}/claim`);

    const me = await call('GET /v1/me', { token: body.token });
    const published = await call('POST /v1/descriptors', {
      token: body.token,
      body: { value: 'evil.example', status: 'MALICIOUS', audience: { community: true } },
    });
    expect(status).toBe(201);
    expect(me.body).toMatchObject({
      ...{ role: 'admin', member: { id: body.memberId } },
      audiences: [`member:${body.memberId}`, 'community'],
    });
    expect(published.status).toBe(201);
  });

  it('shows it once: 409 to the second, also under one key, and the page shows no token', async () => {
    const { call } = world;
    const { id, statusPage } = await world.proved(names());
    await world.decide(id, approve);
    const headers = { 'idempotency-key': 'claim' };
    const { body } = await call(`POST ${statusPage}/claim`, { headers });

    const again = await call(`POST ${statusPage}/claim`, { headers });
    const page = await call(`GET ${statusPage}`);

    expect(again).toMatchObject({ status: 409, body: { code: 'application.claimed' } });
    expect(again.text + page.text).not.toContain(body.token);
    expect(page.body.state).toBe('claimed');
  });

  it('gives it to one of many that claim at once', async () => {
    const { call, operator } = world;
    const { id, statusPage } = await world.proved(names());
    await world.decide(id, approve);

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(`POST ${statusPage}/claim`)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(operator).toBeDefined();
  });

  it('answers 409 when the member was suspended in between, and gives nothing', async () => {
    const { id, statusPage } = await world.proved(names());
    const { memberId } = (await world.decide(id, approve)).body;
    const Key = { pk: `member/${memberId}`, sk: 'profile' };
    const suspended = new UpdateCommand({
      ...{ TableName: world.tables.directory, Key, UpdateExpression: 'SET #state = :state' },
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': 'suspended' },
    });
    await sharedClient().send(suspended);

    const answer = await world.call(`POST ${statusPage}/claim`);
    const page = await world.call(`GET ${statusPage}`);

    expect(answer).toMatchObject({ status: 409, body: { code: 'application.wrong_state' } });
    expect(page.body.state).toBe('approved');
  });

  it.each([
    ['before the proof', (n: object) => world.applied(n)],
    ['before the approval', (n: object) => world.proved(n)],
  ])('answers 409 %s', async (_, reach) => {
    const { statusPage } = await reach(names());

    const answer = await world.call(`POST ${statusPage}/claim`);

    expect(answer).toMatchObject({ status: 409, body: { code: 'application.wrong_state' } });
  });

  it('answers 409 after 14 days, until the operator renews', async () => {
    const { id, statusPage } = await world.proved(names());
    await world.decide(id, approve);
    world.wait(14 * 86_400);
    const late = await world.call(`POST ${statusPage}/claim`);
    const page = await world.call(`GET ${statusPage}`);

    const renewed = await world.decide(id, { decision: 'renew' });
    const claimed = await world.call(`POST ${statusPage}/claim`);

    expect(late).toMatchObject({ status: 409, body: { code: 'application.claim_expired' } });
    expect(page.body.next.action).toContain('renew');
    expect(renewed.status).toBe(200);
    expect(claimed.status).toBe(201);
  });
});

describe('GET /v1/applications', () => {
  it('lists a state, oldest first, by sector, without keys and hashes', async () => {
    const own = await openCommunity(community);
    const asOperator = { token: own.operator.token };
    const one = await own.proved(names());
    const two = await own.proved({ ...names(), sector: 'energy' });
    const waiting = await own.applied(names());
    const ids = async (query: string) =>
      (await own.call(`GET /v1/applications${query}`, asOperator)).body.applications.map(
        ({ id }: { id: string }) => id,
      );

    expect(await ids('')).toEqual([one.id, two.id]);
    expect(await ids('?sector=energy')).toEqual([two.id]);
    expect(await ids('?state=proving')).toEqual([waiting.id]);
    expect(await ids('?state=declined')).toEqual([]);
    const { text } = await own.call('GET /v1/applications', asOperator);
    own.stop();
    expect(text).not.toMatch(/keyHash|fingerprint|idempotency|challenge/);
  });

  it('goes on where a page ends', async () => {
    const own = await openCommunity(community);
    const asOperator = { token: own.operator.token };
    for (let n = 0; n < 103; n++) await own.applied(names());

    const first = await own.call('GET /v1/applications?state=proving', asOperator);
    const second = await own.call(
      `GET /v1/applications?state=proving&after=${first.body.next}`,
      asOperator,
    );
    own.stop();

    expect(first.body.applications).toHaveLength(100);
    expect(second.body.applications).toHaveLength(3);
    expect(second.body.next).toBeNull();
  });

  it.each(['?state=happy', '?sector=crime', '?after=x', '?page=2'])(
    'answers 400 to %s',
    async (query) => {
      const answer = await world.call(`GET /v1/applications${query}`, {
        token: world.operator.token,
      });

      expect(answer.status).toBe(400);
    },
  );
});
