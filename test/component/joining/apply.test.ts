import { acme, openCommunity } from '../../support/applicant';
import { communities } from '../../support/community';

const { community } = communities();

let world: Awaited<ReturnType<typeof openCommunity>>;

beforeAll(async () => {
  world = await openCommunity(community);
});

afterAll(() => world.stop());

describe('POST /v1/applications', () => {
  it('answers 201 with a status page, the checks, and the TXT record to set', async () => {
    const { status, body } = await world.apply();

    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'proving',
      statusPage: expect.stringMatching(
        new RegExp(`^/v1/applications/status/${body.id}\\.[A-Za-z0-9_-]{43}$`),
      ),
      challenge: {
        ...{ name: '_tocsin-challenge.acme.com', type: 'TXT' },
        value: expect.stringMatching(/^tocsin-verification=[0-9a-f]{40}$/),
      },
      next: { action: expect.stringContaining('TXT'), by: expect.any(String) },
    });
    expect(
      body.checks.map((one: { name: string; result: string }) => [one.name, one.result]),
    ).toEqual([
      ['eligibility', 'passed'],
      ['contact', 'passed'],
      ['domain_proof', 'pending'],
      ['duplicate', 'pending'],
    ]);
  });

  it('stores no key of a status page', async () => {
    const { statusPage, id } = await world.applied();
    const secret = statusPage.split('.').at(-1) ?? '';

    const kept = await world.read(id);

    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('records who agreed to what, and when', async () => {
    const { id } = await world.applied();
    const agreement = (await world.call('GET /v1/agreement')).body;

    const { agreement: acceptance } = await world.read(id);

    expect(acceptance).toEqual({
      ...{ version: 1, sha256: agreement.sha256, acceptedBy: acme.contact },
      acceptedAt: expect.any(String),
    });
  });

  it.each([
    ['a name in capitals, with a dot', { domain: 'ACME.com.' }, 'acme.com'],
    [
      'a name of other letters',
      { domain: 'bücher.de', contact: 'a@xn--bcher-kva.de' },
      'xn--bcher-kva.de',
    ],
    ['a contact below the domain', { contact: 'soc@security.acme.com' }, 'acme.com'],
    [
      'a domain two labels below the root',
      { domain: 'acme.co.uk', contact: 'a@acme.co.uk' },
      'acme.co.uk',
    ],
  ])('takes %s', async (_, change, domain) => {
    const { status, body } = await world.apply(change);

    expect(status).toBe(201);
    expect(body.domain).toBe(domain);
  });

  it.each([
    ['an address', { domain: '192.0.2.1' }, '/domain'],
    ['an address of IPv6', { domain: '[2001:db8::1]' }, '/domain'],
    ['a public suffix', { domain: 'co.uk' }, '/domain'],
    ['a top-level domain', { domain: 'com' }, '/domain'],
    ['a suffix of a provider', { domain: 'github.io' }, '/domain'],
    ['a name below the domain', { domain: 'www.acme.com' }, '/domain'],
    ['a name that nobody can register', { domain: 'acme.local' }, '/domain'],
    ['a URL', { domain: 'https://acme.com/' }, '/domain'],
    ['a pattern', { domain: '*.acme.com' }, '/domain'],
    ['no domain', { domain: '' }, '/domain'],
    ['a contact that is no address', { contact: 'acme.com' }, '/contact'],
    ['two contacts', { contact: 'a@acme.com,b@acme.com' }, '/contact'],
    ['a contact with a line break', { contact: 'a@acme.com\nBcc: x@evil.com' }, '/contact'],
    ['a sector that is none', { sector: 'crime' }, '/sector'],
    ['a class that is none', { organisationClass: 'club' }, '/organisationClass'],
    ['the class of the operator', { organisationClass: 'operator' }, '/organisationClass'],
    ['a country that is none', { country: 'XX' }, '/country'],
    ['a country in small letters', { country: 'de' }, '/country'],
    ['no name', { organisation: '' }, '/organisation'],
    ['a long name', { organisation: 'x'.repeat(201) }, '/organisation'],
    ['no purpose', { purpose: '' }, '/purpose'],
    ['no agreement', { agreement: undefined }, '/agreement'],
    ['a field that is none', { admin: true }, '/admin'],
  ])('answers 400 to %s', async (_, change, pointer) => {
    const answer = await world.apply(change);

    expect(answer).toMatchObject({ status: 400, body: { code: 'field.invalid', pointer } });
  });

  it.each([0, 2, 1e9])(
    'answers a version of the agreement that is not in force: %d',
    async (version) => {
      const answer = await world.apply({ agreement: { version } });

      expect(answer.status).toBe(version === 0 ? 400 : 409);
      if (version > 0) {
        expect(answer.body).toMatchObject({
          ...{ code: 'agreement.version_stale', currentVersion: 1 },
          pointer: '/agreement/version',
        });
      }
    },
  );

  it.each([
    ['at a free provider', 'someone@gmail.com'],
    ['at a free provider, in capitals', 'Someone@GMAIL.com'],
    ['below a free provider', 'someone@mail.yahoo.co.uk'],
    ['at another domain', 'someone@other.com'],
    ['at a domain that ends alike', 'someone@notacme.com'],
  ])('answers 403 to a contact %s, with a reason and a way on', async (_, contact) => {
    const answer = await world.apply({ contact });

    expect(answer).toMatchObject({
      status: 403,
      body: {
        ...{ code: 'application.refused', pointer: '/contact' },
        detail: expect.stringContaining('Apply with an address of your organisation'),
        failed: [{ name: 'contact', result: 'failed' }],
      },
    });
  });

  it('answers 403 to government with the reason of the policy, and records it', async () => {
    const { admission } = (await world.call('GET /v1/policy', { token: world.alice.token })).body;
    const [{ reason, wayOn }] = admission.refusals;

    const { status, body } = await world.apply({ organisationClass: 'government' });

    expect(status).toBe(403);
    expect(body.detail).toBe(`${reason} ${wayOn}`);
    expect(await world.read(body.applicationId)).toMatchObject({
      ...{ state: 'refused', policyVersion: 0 },
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'eligibility', result: 'failed', reason, wayOn }),
      ]),
    });
    expect((await world.call(`GET ${body.statusPage}`)).body.state).toBe('refused');
  });

  it('tells nobody that another has applied for the domain, before he proves it', async () => {
    await world.proved({ domain: 'taken.com', contact: 'a@taken.com' });

    const taken = await world.apply({ domain: 'taken.com', contact: 'b@taken.com' });
    const free = await world.apply({ domain: 'other.com', contact: 'b@other.com' });

    const withoutOwn = ({ text }: { text: string }) =>
      text
        .replaceAll('taken.com', 'other.com')
        .replaceAll(/\d{15,}\.?[\w-]*|[0-9a-f]{40}|\d{4}-[\dT:.-]+Z/g, '…');
    expect(taken.status).toBe(201);
    expect(withoutOwn(taken)).toBe(withoutOwn(free));
  });

  it('answers a repeat under its key with the same application and no key', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await world.apply({}, key);

    const again = await world.apply({}, key);
    const other = await world.apply({ purpose: 'Another.' }, key);

    const { statusPage, ...rest } = first.body;
    expect(statusPage).toEqual(expect.any(String));
    expect(again.status).toBe(200);
    expect(again.body).toEqual(rest);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.conflict' } });
  });

  it('takes the same key of another applicant as another application', async () => {
    const key = { 'idempotency-key': '1' };
    const first = await world.apply({}, key);

    const other = await world.apply({ domain: 'elsewhere.com', contact: 'a@elsewhere.com' }, key);

    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });
});

describe('the policy', () => {
  it.each([
    ['a sector', { sectors: ['retail'] }, { sector: 'retail' }, { sector: 'energy' }],
    ['a country', { countries: ['FR'] }, { country: 'FR' }, { country: 'DE' }],
    [
      'all countries but some',
      { countriesOtherThan: ['DE'] },
      { country: 'FR' },
      { country: 'DE' },
    ],
    [
      'a class in a country',
      { classes: ['academic'], countries: ['FR'] },
      { organisationClass: 'academic', country: 'FR' },
      { organisationClass: 'academic', country: 'DE' },
    ],
  ])('can refuse %s', async (_, rule, refused, admitted) => {
    const own = await openCommunity(community);
    const token = own.operator.token;
    const policy = (await own.call('GET /v1/policy', { token })).body;
    const refusals = [{ ...rule, reason: 'Not here.', wayOn: 'Go there.' }];
    const admission = { ...policy.admission, refusals };
    await own.call('PUT /v1/policy', { token, body: { ...policy, admission, reason: 'x' } });

    const first = await own.apply(refused);
    const second = await own.apply(admitted);
    own.stop();

    expect(first).toMatchObject({ status: 403, body: { detail: 'Not here. Go there.' } });
    expect(second.status).toBe(201);
  });

  it('admits government by one change, and then not to the community', async () => {
    const own = await openCommunity(community);
    const token = own.operator.token;
    const policy = (await own.call('GET /v1/policy', { token })).body;
    const admission = { ...policy.admission, refusals: [] };
    await own.call('PUT /v1/policy', { token, body: { ...policy, admission, reason: 'voted' } });
    own.wait(20);

    const { id, statusPage } = await own.proved({ organisationClass: 'government' });
    await own.decide(id, { decision: 'approve' });
    const { token: first, memberId } = (await own.call(`POST ${statusPage}/claim`)).body;
    const me = await own.call('GET /v1/me', { token: first });
    own.stop();

    expect(me.body).toMatchObject({
      member: { id: memberId, organisationClass: 'government' },
      audiences: [`member:${memberId}`],
    });
  });
});
