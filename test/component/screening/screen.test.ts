import type { Policy } from '../../../lambdas/core/policy';
import { defaultPolicy } from '../../../lambdas/core/policy';
import { mask } from '../../../lambdas/core/screen/screen';
import { type Community, communities } from '../../support/community';

const { community } = communities();
const only = { groups: [] };
const base = { value: 'evil.example', status: 'MALICIOUS', audience: { community: true } };
const reason = 'It is the drop box of the kit, not of a victim';

/** A policy of the operator's, felt from now on. */
async function decide({ call, operator, wait }: Community, change: Partial<Policy>): Promise<void> {
  const { token } = operator;
  const { body } = await call('GET /v1/policy', { token });
  const decided = { ...defaultPolicy, ...change, version: body.version, reason: 'for a test' };
  await call('PUT /v1/policy', { token, body: decided });
  wait(21);
}

function publishing({ call, alice }: Community) {
  return (body: Record<string, unknown>) =>
    call('POST /v1/descriptors', { token: alice.token, body: { ...base, ...body } });
}

describe('POST /v1/descriptors with what is personal in its texts', () => {
  it('stores the texts with a mask in its place, and says where', async () => {
    const world = await community();
    const { call, index, alice, bob } = world;
    const description = 'Sent to jane.doe@bank.example and 4111 1111 1111 1111.';

    const { status, body } = await publishing(world)({
      description,
      tags: ['kit', 'for joe@bank.example'],
      sourceUri: 'https://report.example/?token=abc123def456',
    });
    await index();

    expect(status).toBe(201);
    expect(body.warnings).toEqual([
      {
        code: 'screen.redacted',
        detail: expect.any(String),
        pointer: '/description',
        findings: [
          { kind: 'email', field: '/description', start: 8, end: 29, verdict: 'redact' },
          { kind: 'card', field: '/description', start: 34, end: 53, verdict: 'redact' },
          { kind: 'email', field: '/tags/1', start: 4, end: 20, verdict: 'redact' },
          { kind: 'credential', field: '/sourceUri', start: 30, end: 42, verdict: 'redact' },
        ],
      },
    ]);
    const seen = await call(`GET /v1/descriptors/${body.id}`, { token: bob.token });
    expect(seen.body).toMatchObject({
      description: `Sent to ${mask} and ${mask}.`,
      tags: [`for ${mask}`, 'kit'],
      sourceUri: `https://report.example/?token=${mask}`,
    });
    const own = await call(`GET /v1/descriptors/${body.id}`, { token: alice.token });
    expect(own.text).not.toContain('jane.doe');
  });

  it('leaves what the policy has turned off', async () => {
    const world = await community();
    const { screen } = defaultPolicy;
    await decide(world, { screen: { ...screen, email: { text: 'off', value: 'off' } } });

    const { body } = await publishing(world)({ description: 'a@bank.example, 10.0.0.7' });

    const own = await world.call(`GET /v1/descriptors/${body.id}`, { token: world.alice.token });
    expect(own.body.description).toBe(`a@bank.example, ${mask}`);
  });

  it('400 screen.blocked where the policy blocks, with all findings and nothing stored', async () => {
    const world = await community();
    const { screen } = defaultPolicy;
    await decide(world, { screen: { ...screen, phone: { text: 'block', value: 'block' } } });

    const { status, body } = await publishing(world)({
      description: 'a@bank.example or +49 30 901820',
      override: { reason, kinds: ['phone'] },
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'screen.blocked',
      pointer: '/description',
      findings: [
        { kind: 'email', start: 0, end: 14, verdict: 'redact' },
        { kind: 'phone', start: 18, end: 31, verdict: 'block' },
      ],
    });
    const { bob } = world;
    await world.index();
    const found = await world.call('GET /v1/indicators?value=evil.example', { token: bob.token });
    expect(found.status).toBe(404);
  });
});

describe('POST /v1/descriptors with what is personal in its value', () => {
  const value = 'https://kit.example/?e=jane.doe%40bank.example';

  it('400 screen.unconfirmed, until it comes with an override', async () => {
    const world = await community();
    const publish = publishing(world);

    const refused = await publish({ value });
    const wrongKind = await publish({ value, override: { reason, kinds: ['phone'] } });
    const taken = await publish({ value, override: { reason, kinds: ['email', 'phone'] } });

    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      code: 'screen.unconfirmed',
      pointer: '/value',
      kinds: ['email'],
      findings: [{ kind: 'email', field: '/value', start: 23, end: 46, verdict: 'confirm' }],
    });
    expect(wrongKind.body.code).toBe('screen.unconfirmed');
    expect(taken.status).toBe(201);
  });

  it('shows the override to its owner, and to nobody else in any answer', async () => {
    const world = await community();
    const { call, index, alice, bob } = world;
    const override = { reason, kinds: ['email', 'card'] };
    const { id } = (await publishing(world)({ value, override })).body;
    await index();

    const own = await call(`GET /v1/descriptors/${id}`, { token: alice.token });
    const lines = [`GET /v1/descriptors/${id}`, 'GET /v1/feeds/community'];
    const others = await Promise.all(lines.map((line) => call(line, { token: bob.token })));

    expect(own.body.override).toEqual({ reason, kinds: ['email'] });
    for (const { status, text } of others) {
      expect(status).toBe(200);
      expect(text).toContain('kit.example');
      expect(text).not.toContain('override');
      expect(text).not.toContain(reason);
    }
  });

  it('an override changes nothing of what others see, nor of when', async () => {
    const world = await community();
    const { call, index, bob } = world;
    const publish = publishing(world);
    await publish({ description: 'x' });
    await index();
    const before = await call('GET /v1/feeds/community', { token: bob.token });

    await publish({ description: 'x', override: { reason, kinds: ['email'] } });
    await index();

    const after = await call('GET /v1/feeds/community', { token: bob.token });
    expect({ ...after.body, asOf: 0 }).toEqual({ ...before.body, asOf: 0 });
  });

  it.each([
    ['no reason', { reason: '', kinds: ['email'] }, '/override/reason'],
    ['no kinds', { reason, kinds: [] }, '/override/kinds'],
    ['a kind that there is not', { reason, kinds: ['iris'] }, '/override/kinds/0'],
    [
      'a reason that tells it',
      { reason: 'jane.doe@bank.example', kinds: ['email'] },
      '/override/reason',
    ],
    ['more than is asked for', { reason, kinds: ['email'], by: 'me' }, '/override/by'],
  ])('400 for an override with %s', async (_, override, pointer) => {
    const { status, body } = await publishing(await community())({ value, override });

    expect({ status, pointer: body.pointer }).toEqual({ status: 400, pointer });
  });

  it('takes an address in its role, and refuses cards for good', async () => {
    const publish = publishing(await community());

    const role = await publish({
      value: 'phisher@kit.example',
      description: 'phisher@kit.example',
    });
    const card = await publish({
      value: 'https://kit.example/?c=4111111111111111',
      override: { reason, kinds: ['card'] },
    });

    expect(role).toMatchObject({
      status: 201,
      body: expect.not.objectContaining({ warnings: [] }),
    });
    expect(card.body.code).toBe('screen.blocked');
  });

  it('takes an override back with the opinion', async () => {
    const world = await community();
    const { call, alice } = world;
    const override = { reason, kinds: ['email'] };
    const { id } = (await publishing(world)({ value, override })).body;
    const { token } = alice;

    await call(`DELETE /v1/descriptors/${id}`, { token });
    const again = await publishing(world)({ value });

    expect(again.body.code).toBe('screen.unconfirmed');
  });
});

describe('PATCH /v1/descriptors/{id}', () => {
  const value = 'https://kit.example/?e=jane.doe@bank.example';

  async function confirmed() {
    const world = await community();
    const { call, alice } = world;
    const override = { reason, kinds: ['email'] };
    const { id, version } = (await publishing(world)({ value, override })).body;
    const patch = (body: Record<string, unknown>) =>
      call(`PATCH /v1/descriptors/${id}`, { token: alice.token, body });
    const read = async () => (await call(`GET /v1/descriptors/${id}`, { token: alice.token })).body;
    return { ...world, id, version, patch, read };
  }

  it('200: screens the new words, by what was confirmed before', async () => {
    const { version, patch, read } = await confirmed();

    const { status, body } = await patch({ version, description: 'for joe@bank.example' });

    expect(status).toBe(200);
    expect(body.warnings).toMatchObject([{ code: 'screen.redacted', pointer: '/description' }]);
    expect(await read()).toMatchObject({
      description: `for ${mask}`,
      override: { reason, kinds: ['email'] },
    });
  });

  it('400 when the rules have changed since, but it can still be narrowed', async () => {
    const world = await confirmed();
    const { version, patch, read } = world;
    const { screen } = defaultPolicy;
    await decide(world, { screen: { ...screen, email: { text: 'redact', value: 'block' } } });

    const said = await patch({ version, description: 'more' });
    const narrowed = await patch({ version, audience: only });

    expect(said.body.code).toBe('screen.blocked');
    expect(narrowed.status).toBe(200);
    expect(await read()).toMatchObject({ override: { reason, kinds: ['email'] } });
  });
});

describe('POST /v1/descriptors/batch', () => {
  it('judges each item alone', async () => {
    const { call, alice } = await community();
    const descriptors = [
      { ...base, value: 'a.example', description: 'for joe@bank.example' },
      { ...base, value: 'ftp://u:hunter2@kit.example/' },
      { ...base, value: 'ftp://u:hunter2@b.example/', override: { reason, kinds: ['credential'] } },
      { ...base, value: '10.0.0.9' },
      { ...base, value: 'https://kit.example/?c=4111111111111111' },
      { ...base, value: 'c.example' },
    ];

    const { body } = await call('POST /v1/descriptors/batch', {
      token: alice.token,
      body: { descriptors },
    });

    expect(body.results).toMatchObject([
      { status: 201, warnings: [{ code: 'screen.redacted' }] },
      {
        status: 400,
        problem: { code: 'screen.unconfirmed', pointer: '/value', kinds: ['credential'] },
      },
      { status: 201 },
      { status: 400, problem: { code: 'screen.unconfirmed', kinds: ['private_address'] } },
      { status: 400, problem: { code: 'screen.blocked' } },
      { status: 201 },
    ]);
  });

  it('tells so many findings of an item, and how many there are', async () => {
    const { call, alice } = await community();
    const description = Array.from({ length: 100 }, (_, at) => `m${at}@bank.example`).join(' ');

    const { body } = await call('POST /v1/descriptors/batch', {
      token: alice.token,
      body: { descriptors: [{ ...base, description }] },
    });

    const [{ findings, findingsInAll }] = body.results[0].warnings;
    expect({ told: findings.length, findingsInAll }).toEqual({ told: 32, findingsInAll: 100 });
  });

  it('refuses a text that a mask makes too long, rather than cut it', async () => {
    const { call, alice } = await community();
    const description = 'a@b.co '.repeat(1170).trim();

    const { status, body } = await call('POST /v1/descriptors', {
      token: alice.token,
      body: { ...base, description },
    });

    expect({ status, code: body.code, pointer: body.pointer }).toEqual({
      ...{ status: 400, code: 'field.invalid', pointer: '/description' },
    });
  });
});

describe('what was found', () => {
  it('is in no answer and in no log', async () => {
    const told: string[] = [];
    const world = await community({ onLog: (...said) => told.push(JSON.stringify(said)) });
    const canaries = [
      'canary.one@bank.example',
      '4012888888881881',
      'canarySecret99',
      '10.77.66.55',
      '+49 30 9018207',
    ];
    const publish = publishing(world);

    const answers = [
      await publish({ description: canaries.join(' , password=') }),
      await publish({ value: `https://kit.example/?password=${canaries[2]}` }),
      await publish({ value: canaries[3] }),
      await publish({ value: `https://kit.example/?c=${canaries[1]}` }),
      await publish({ description: 'x', tags: canaries }),
    ];

    const said = [...answers.map(({ text }) => text), ...told].join('\n');
    expect(answers.map(({ status }) => status)).toEqual([201, 400, 400, 400, 200]);
    expect(told.length).toBeGreaterThanOrEqual(answers.length);
    expect(canaries.filter((canary) => said.includes(canary))).toEqual([]);
  });
});
