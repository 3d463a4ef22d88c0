import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { acme, openCommunity } from '../../support/applicant';
import { communities } from '../../support/community';
import type { DnsServer } from '../../support/dns-server';
import { scratchFolder, tocsinInProcess } from './run-tocsin';
import { serve } from './serve';

const root = join(__dirname, '..', '..', '..');
const { community } = communities();

/** An exchange that is open to applicants, behind a port, with the operator's credentials in a folder. */
async function served() {
  const world = await openCommunity(community);
  const { url, stop } = await serve(world);
  const data = scratchFolder();
  const file = { baseUrl: url, operator: world.operator, members: [], groups: [] };
  writeFileSync(join(data, 'credentials.json'), JSON.stringify(file));
  const run = (...args: string[]) => tocsinInProcess(args, { TOCSIN_DATA: data });
  const stopAll = async () => {
    await stop();
    world.stop();
  };
  return { ...world, url, data, run, stop: stopAll };
}

const options = (change: Partial<typeof acme> = {}) => {
  const { organisation, sector, country, contact, domain, purpose } = { ...acme, ...change };
  const given = { organisation, sector, country, contact, domain, purpose };
  return Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
};

/** The commands of the README's section, as they stand there. */
function scriptOfReadme(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, section = ''] = /^## Joining$(.*?)^## /ms.exec(readme) ?? [];
  const [, script = ''] = /^```sh\n(.*?)^```/ms.exec(section) ?? [];
  return script;
}

/** Takes a line of a zone file, and answers once the name server says it. */
async function dnsProvider(dns: DnsServer) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const line = Buffer.concat(chunks).toString();
    const [, name = '', text = ''] = /^(\S+)\. 300 IN TXT "(.*)"$/m.exec(line) ?? [];
    dns.zones.set(name, { txt: [[text]] });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

describe('the script in the README', () => {
  it('goes from the application to the first publish in under ten commands', async () => {
    const { dns, call, operator, data, stop } = await served();
    const script = scriptOfReadme();
    const tools = scratchFolder();
    const runner = `exec ${process.execPath} --disable-warning=ExperimentalWarning --import tsx bin/tocsin.ts "$@"`;
    writeFileSync(join(tools, 'npx'), `#!/bin/sh\nshift\n${runner}\n`, { mode: 0o755 });
    const provider = await dnsProvider(dns);
    const send = `fetch('${provider.url}', { method: 'POST', body: require('fs').readFileSync(0) })`;
    const add = `#!/bin/sh\nexec ${process.execPath} -e "${send}"\n`;
    writeFileSync(join(tools, 'add-to-dns'), add, { mode: 0o755 });

    const env = { PATH: `${tools}:${process.env['PATH']}`, TOCSIN_DATA: data };
    const { stdout } = await promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', script], {
      ...{ cwd: root, env, timeout: 170_000 },
    });
    provider.stop();

    const { members } = (await call('GET /v1/members', { token: operator.token })).body;
    await stop();
    expect(script.match(/tocsin |add-to-dns/g)?.length).toBeLessThan(10);
    expect(stdout).toContain('1 accepted');
    expect(members).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Acme Bank', domain: 'acme.com' })]),
    );
  }, 180_000);
});

describe('tocsin apply', () => {
  it('prints the address of the status page, and what to do beside it', async () => {
    const { run, url, stop } = await served();

    const applied = await run('apply', ...options(), '--agree', '1');
    const status = await run('application', 'status', applied.stdout.trim());
    const record = await run('application', 'record', applied.stdout.trim());
    const early = await run('application', 'prove', applied.stdout.trim());
    await stop();

    expect(applied).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^${url}/v1/applications/status/\\S+\\n$`)),
      stderr: expect.stringContaining('in your DNS: _tocsin-challenge.acme.com. 300 IN TXT'),
    });
    expect(status.stdout).toMatch(/^Acme Bank \(acme\.com\): proving\n {2}eligibility: passed/);
    expect(record.stdout).toMatch(/^_tocsin-challenge\.acme\.com\. 300 IN TXT "tocsin-verif/);
    expect(early).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('domain_proof: failed'),
    });
  });

  it('ends with 1 and the reason where the policy refuses', async () => {
    const { run, stop } = await served();

    const mailed = await run('apply', ...options({ contact: 'a@gmail.com' }), '--agree', '1');
    const state = await run('apply', ...options(), '--agree', '1', '--class', 'government');
    await stop();

    expect(mailed).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('everybody gets'),
    });
    expect(state).toMatchObject({ code: 1, stderr: expect.stringContaining('Government') });
  });

  it.each([
    [['apply', ...options()], '--agree'],
    [['apply', '--agree', '1'], '--organisation'],
    [['application', 'status'], 'address of its page'],
    [['application', 'dance', '/v1/applications/status/x'], 'status, record, prove'],
    [['application', 'status', 'https://example.com/'], 'ends in /v1/applications/status/'],
    [['applications', 'approve'], 'with an ID or a domain'],
    [['applications', 'list', '1'], 'with an ID or a domain'],
    [['applications', 'approve', 'nobody.com', '--as', 'operator'], 'no application of nobody.com'],
    [['policy', 'set'], 'set FILE'],
    [['policy', 'set', '/nonexistent', '--as', 'operator'], '--reason'],
  ])('answers %j with 2 and what it lacks', async (args, message) => {
    const { run, stop } = await served();

    const { code, stderr } = await run(...args);
    await stop();

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('tocsin applications', () => {
  it('lists, shows, asks and declines, and what was said reaches the applicant', async () => {
    const { run, proved, url, stop } = await served();
    const { id, statusPage } = await proved();
    const page = `${url}${statusPage}`;
    const as = ['--as', 'operator'];

    const listed = await run('applications', 'list', ...as);
    await run('applications', 'ask', 'acme.com', '--reason', 'How many are you?', ...as);
    const answered = await run('application', 'answer', page, '--text', 'Twelve.');
    const shown = await run('applications', 'show', 'acme.com', ...as);
    const declined = await run('applications', 'decline', id, '--reason', 'Too few.', ...as);
    const end = await run('application', 'status', page);
    await stop();

    expect(listed.stdout).toMatch(new RegExp(`^${id} {2}reviewing {2}acme\\.com {2}Acme Bank`));
    expect(answered.stdout).toContain('operator: ask: How many are you?');
    expect(shown.stdout).toContain('applicant: answer: Twelve.');
    expect(declined.stdout).toContain('declined');
    expect(end.stdout).toContain('operator: decline: Too few.');
  });

  it('approves with an override what has not passed', async () => {
    const { run, applied, stop } = await served();
    const { id } = await applied();
    const as = ['--as', 'operator'];

    const refused = await run('applications', 'approve', id, ...as);
    const override = ['--override', 'domain_proof=called by telephone'];
    const approved = await run('applications', 'approve', id, ...override, ...as);
    await stop();

    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('checks_open') });
    expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining('approved') });
  });
});

describe('tocsin policy', () => {
  it('shows a document that can be edited and set, once for each version', async () => {
    const { run, stop } = await served();
    const as = ['--as', 'operator'];
    const file = join(scratchFolder(), 'policy.json');
    const policy = JSON.parse((await run('policy', 'show', ...as)).stdout);
    policy.admission.refusals = [];
    writeFileSync(file, JSON.stringify(policy));

    const set = await run('policy', 'set', file, '--reason', 'we voted', ...as);
    const again = await run('policy', 'set', file, '--reason', 'we voted', ...as);
    const shown = await run('policy', ...as);
    await stop();

    expect(set.code).toBe(0);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      ...{ reason: 'we voted', admission: { refusals: [] } },
    });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('decided anew') });
  });
});

describe('tocsin agreement', () => {
  it('tells what is accepted and what is due, and accepts the version that was read', async () => {
    const { run, call, operator, alice, url, stop } = await served();
    const text = { version: 1, text: 'Be kind.' };
    await call('PUT /v1/agreement', { token: operator.token, body: text });
    const as = ['--url', url, '--token', alice.token];

    const due = await run('agreement', 'status', ...as);
    const old = await run('agreement', 'accept', '1', ...as);
    const accepted = await run('agreement', 'accept', '2', ...as);
    const wrong = await run('agreement', 'accept', ...as);
    await stop();

    expect(due.stdout).toBe(
      'accepted: none yet\nin force: version 2\ndue: read it, then tocsin agreement accept 2\n',
    );
    expect(old).toMatchObject({ code: 2, stderr: expect.stringContaining('version_stale') });
    expect(accepted.stdout).toMatch(
      /^accepted: version 2, at 2026-\S+, by \d+\nin force: version 2\n$/,
    );
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('VERSION') });
  });
});
