import { openCommunity } from '../../support/applicant';
import { communities } from '../../support/community';
import type { Zone } from '../../support/dns-server';

const { community } = communities();

let world: Awaited<ReturnType<typeof openCommunity>>;

beforeAll(async () => {
  world = await openCommunity(community);
});

afterAll(() => world.stop());

const checkOf = (body: { checks: { name: string }[] }, name: string) =>
  body.checks.find((one) => one.name === name);

describe('POST /v1/applications/status/{key}/proof', () => {
  it('finds the record, holds the domain, and hands the application to the operator', async () => {
    const application = await world.applied({ domain: 'fine.com', contact: 'a@fine.com' });
    world.publishProof(application);

    const { status, body } = await world.prove(application.statusPage);

    expect(status).toBe(200);
    expect(body.state).toBe('reviewing');
    expect(checkOf(body, 'domain_proof')).toMatchObject({ result: 'passed', wayOn: null });
    expect(checkOf(body, 'duplicate')).toMatchObject({ result: 'passed' });
    expect(body.next).toMatchObject({ action: expect.stringContaining('operator') });
    expect(Date.parse(body.next.by)).toBeGreaterThan(Date.parse(body.createdAt));
  });

  it.each<[string, Zone, RegExp]>([
    ['there is none', 'nxdomain', /no such TXT record/],
    ['the name has other records', { txt: [] }, /no such TXT record/],
    ['it says something else', { txt: [['v=spf1 -all']] }, /do not say what was asked/],
    ['it is the record of another', { txt: [['tocsin-verification=00']] }, /do not say/],
    ['the name server fails', 'servfail', /did not answer/],
  ])('says what is wrong where %s, and can be asked again', async (_, zone, reason) => {
    const application = await world.applied({ domain: 'again.com', contact: 'a@again.com' });
    const { challenge, statusPage } = application;
    world.dns.zones.set(challenge.name, zone);

    const early = await world.prove(statusPage);
    world.publishProof(application);
    const later = await world.prove(statusPage);

    expect(early).toMatchObject({ status: 200, body: { state: 'proving' } });
    expect(checkOf(early.body, 'domain_proof')).toMatchObject({
      ...{ result: 'failed', reason: expect.stringMatching(reason) },
      wayOn: expect.any(String),
    });
    expect(checkOf(later.body, 'domain_proof')).toMatchObject({ result: 'passed' });
    expect(await world.call(`GET ${statusPage}`)).toMatchObject({ body: later.body });
    await world.decide(application.id, { decision: 'decline', reason: 'a test' });
  });

  it('tells who proves a domain that another holds, and the operator, and holds it no more once declined', async () => {
    const names = { domain: 'twice.com', contact: 'a@twice.com' };
    const first = await world.proved(names);
    const second = await world.proved(names);

    const { body } = await world.call(`GET ${second.statusPage}`);
    await world.decide(first.id, { decision: 'decline', reason: 'The other one stays.' });
    const later = await world.prove(second.statusPage);

    expect(body.state).toBe('reviewing');
    expect(checkOf(body, 'domain_proof')).toMatchObject({ result: 'passed' });
    expect(checkOf(body, 'duplicate')).toMatchObject({
      ...{ result: 'failed', reason: expect.stringContaining('proved this domain before') },
      wayOn: expect.any(String),
    });
    expect(checkOf(later.body, 'duplicate')).toMatchObject({ result: 'passed' });
  });

  it('lets one of two that prove a domain at once hold it', async () => {
    const names = { domain: 'race.com', contact: 'a@race.com' };
    const both = [await world.applied(names), await world.applied(names)];
    const texts = both.map(({ challenge }) => [challenge.value]);
    world.dns.zones.set('_tocsin-challenge.race.com', { txt: texts });

    const answers = await Promise.all(both.map(({ statusPage }) => world.prove(statusPage)));

    const results = answers.map(({ body }) => checkOf(body, 'duplicate')).sort();
    expect(results.map((one) => (one as { result?: string })?.result).sort()).toEqual([
      'failed',
      'passed',
    ]);
  });

  it('answers a domain of a member as held', async () => {
    const names = { domain: 'member.com', contact: 'a@member.com' };
    const { id } = await world.proved(names);
    await world.decide(id, { decision: 'approve' });

    const { statusPage } = await world.proved(names);

    const { body } = await world.call(`GET ${statusPage}`);
    expect(checkOf(body, 'duplicate')).toMatchObject({ result: 'failed' });
  });

  it('asks the DNS no more when all is proved', async () => {
    const { statusPage } = await world.proved({ domain: 'quiet.com', contact: 'a@quiet.com' });
    const before = world.dns.asked.length;

    const again = await world.prove(statusPage);

    expect(again.body.state).toBe('reviewing');
    expect(world.dns.asked.length).toBe(before);
  });

  it('answers 409 once the time to prove is over, with what to do', async () => {
    const application = await world.applied({ domain: 'late.com', contact: 'a@late.com' });
    world.publishProof(application);
    world.wait(30 * 86_400);

    const answer = await world.prove(application.statusPage);
    const { body } = await world.call(`GET ${application.statusPage}`);

    expect(answer).toMatchObject({ status: 409, body: { code: 'application.wrong_state' } });
    expect(body).toMatchObject({
      state: 'lapsed',
      next: { action: expect.stringContaining('apply again') },
    });
  });
});

describe('a key of a status page that is none', () => {
  it.each([
    'GET /v1/applications/status/{key}',
    'POST /v1/applications/status/{key}/proof',
    'POST /v1/applications/status/{key}/claim',
    'POST /v1/applications/status/{key}/answers',
  ])('%s answers 404 in the same words, however it is wrong', async (line) => {
    const one = await world.applied({ domain: 'key.com', contact: 'a@key.com' });
    const other = await world.applied({ domain: 'yek.com', contact: 'a@yek.com' });
    const keyOf = ({ statusPage }: { statusPage: string }) => statusPage.split('/').at(-1) ?? '';
    const [key, foreign] = [keyOf(one), keyOf(other)];
    const flipped = key.endsWith('A') ? 'B' : 'A';
    const wrong = [
      `${key.slice(0, -1)}${flipped}`,
      key.slice(0, -1),
      `${key}A`,
      `${one.id}.${foreign.split('.')[1]}`,
      one.id,
      `4611686018427387904.${key.split('.')[1]}`,
      key.split('.')[1] ?? '',
      `0${key}`,
      'x',
      'a%20b',
    ];

    const answers = await Promise.all(
      wrong.map((text) => world.call(line.replace('{key}', text), { body: { text: 'hello' } })),
    );

    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 404));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});
