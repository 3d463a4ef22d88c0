import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/local-cloud-fixture';
import { startLocalReceiver } from '../support/local-receiver';
import {
  endAll,
  type Finished,
  freePort,
  newFolder,
  run,
  start,
  tocsin,
} from '../support/npm-start';

afterAll(endAll);

describe('npm start', () => {
  const data = newFolder();
  const running = start(data);

  it('greets with three curl lines that work when pasted', async () => {
    const { printed } = await running;

    const lines = printed()
      .split('\n')
      .filter((line) => line.startsWith('curl '));
    expect(lines).toHaveLength(3);
    const answers = [];
    for (const line of lines) {
      answers.push(JSON.parse((await run('bash', ['-c', line], data)).out));
      await new Promise((tick) => setTimeout(tick, 1000));
    }

    expect(answers[0]).toMatchObject({ id: expect.any(String), version: expect.any(Number) });
    expect(answers[1]).toMatchObject({ value: 'evil.example', summary: { owners: 1 } });
    expect(answers[2].changes).toHaveLength(3);
  });

  it('keeps credentials to their owner, and has three members and a group of two', async () => {
    await running;

    const file = join(data, 'credentials.json');
    const { baseUrl, operator, members, groups } = JSON.parse(readFileSync(file, 'utf8'));

    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(members).toHaveLength(3);
    expect(groups).toHaveLength(1);
    const list = await fetch(`${baseUrl}/v1/members`, {
      headers: { authorization: `Bearer ${operator.token}` },
    });
    expect(await list.json()).toMatchObject({ members: Array(4).fill({}) });
  });

  it('tells a member that joins of what it watches, until it may not see it any more', async () => {
    await running;
    const { call, memberOf, group } = await joined(data);
    const receiver = await startLocalReceiver();
    const { url, told, reply } = receiver;
    const made = await call('POST /v1/endpoints', { url, signing: 'hmac' });
    reply.secret = made.verifyWith;
    const endpoint = await call(`POST /v1/endpoints/${made.id}/activation`);
    await call('POST /v1/watches', { name: 'w', conditions: [{ below: ['journey.example'] }] });
    const publish = (value: string) =>
      memberOf(0)('POST /v1/descriptors', {
        ...{ value, status: 'MALICIOUS', audience: { groups: [group.id] } },
      });
    const heard = (event: string, objectId: string) =>
      eventually(async () =>
        told.find(({ matches: [one] }) => one?.event === event && one.objectId === objectId),
      );

    const first = await publish('login.journey.example');
    const { id } = await heard('new', first.id);
    const { matches } = await call('GET /v1/matches?unread=true');
    await call('POST /v1/matches/acknowledge', { ids: [matches[0].id] });
    const unread = await call('GET /v1/matches?unread=true');
    await memberOf(0)(`DELETE /v1/descriptors/${first.id}`);
    const gone = await heard('withdrawn', first.id);
    reply.status = 503;
    const second = await publish('pay.journey.example');
    const failed = await heard('new', second.id);
    await group.leave();
    reply.status = 200;
    const ended = await eventually(async () => {
      const { deliveries } = await call('GET /v1/deliveries');
      return deliveries.find((one: { id: string; state: string }) => one.state === 'dropped');
    }, 30);
    receiver.stop();

    expect(endpoint.state).toBe('active');
    expect(matches).toMatchObject([{ id, objectId: first.id }]);
    expect(unread.matches).toEqual([]);
    expect(gone.id).not.toBe(id);
    expect(ended).toMatchObject({ id: failed.id, attempts: [{ status: 503 }] });
    expect(told.map((one) => one.id)).toEqual([id, gone.id, failed.id]);
  }, 90_000);

  it('seeds only an operator when it is told --empty, and stops cleanly', async () => {
    const data = newFolder();
    const { process: child, printed } = await start(data, { args: ['--empty'] });

    const { members } = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');

    expect(members).toEqual([]);
    expect(printed()).toContain('Stopping');
    expect(code).toBe(0);
  });

  it('refuses a second instance on the same data by the first one’s process, which goes on', async () => {
    const data = newFolder();
    const first = await start(data, { args: ['--empty'] });
    const written = ['credentials.json', 'endpoints.json', 'pid'].map((name) => join(data, name));
    const before = written.map((file) => readFileSync(file, 'utf8'));

    const second = await start(data, { args: ['--empty'] });

    expect(second.process.exitCode).toBe(1);
    expect(second.printed()).toContain(`in use by process ${first.process.pid}: stop it first`);
    expect(written.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    const { code, out } = await tocsin(data, 'doctor');
    expect({ code, last: out.trim().split('\n').at(-1) }).toEqual({ code: 0, last: 'healthy' });
  });

  it('writes where it listens for its owner alone, and nothing of it stays when it has stopped', async () => {
    const data = newFolder();
    const { process: child, printed } = await start(data, { args: ['--empty'] });
    const file = join(data, 'endpoints.json');

    const mode = statSync(file).mode & 0o777;
    const { http, lambda } = JSON.parse(readFileSync(file, 'utf8'));
    child.kill('SIGTERM');
    await once(child, 'exit');

    expect(mode).toBe(0o600);
    expect(printed()).toContain(http);
    expect(printed()).not.toContain(new URL(lambda).pathname);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a publish by the command line through a kill -9 of the whole exchange', () => {
  it('loses nothing acknowledged, accounts for every line, and another member proves its copy', async () => {
    const data = newFolder();
    const port = await freePort();
    const first = await start(data, { port });
    const values = Array.from({ length: 1500 }, (_, at) => `host${at}.journey.example`);
    const file = join(newFolder(), 'values.txt');
    writeFileSync(file, `${values.join('\n')}\nfree\n\n`);
    const options = ['--as', 'Alder Bank', '--group', 'Finance', '--status', 'MALICIOUS', '--json'];

    const publishing = tocsin(data, 'publish', file, ...options);
    await publishedSome(data);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    const second = await start(data, { port });
    const published = await publishing;
    expect(second.process.exitCode).toBeNull();

    const { lines, accepted, duplicate, refused, skipped } = JSON.parse(published.out);
    expect(published.code).toBe(1);
    expect({ lines, refused, skipped }).toEqual({ lines: 1502, refused: 1, skipped: 1 });
    expect(accepted + duplicate).toBe(1500);
    const copy = join(newFolder(), 'finance.ndjson');
    const synced = await caughtUp(data, copy, 1506);
    expect(synced.code).toBe(0);
    expect(synced.out).toContain('verified count=1506');
    const text = readFileSync(copy, 'utf8');
    expect(values.filter((value) => !text.includes(`"${value}"`))).toEqual([]);
  }, 120_000);
});

/** A member more, which is in the group; it asks by its own credential, others by theirs. */
async function joined(data: string) {
  const read = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
  const { baseUrl, operator, members, groups } = read;
  const caller = (token: string) => async (line: string, body?: object) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const json = body && { body: JSON.stringify(body) };
    const answer = await fetch(baseUrl + path, { method, headers, ...json });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${line}: ${answer.status} ${said}`);
    return said === '' ? undefined : JSON.parse(said);
  };
  const asOperator = caller(operator.token);
  const body = { name: 'Dogwood Net', organisationClass: 'company' };
  const { id } = await asOperator('POST /v1/members', body);
  const { token } = await asOperator(`POST /v1/members/${id}/credentials`, {});
  const line = `PUT /v1/groups/${groups[0].id}/members`;
  const others = members.slice(0, 2).map((one: { id: string }) => one.id);
  await asOperator(line, { members: [...others, id] });
  const leave = () => asOperator(line, { members: others });
  const memberOf = (at: number) => caller(members[at].token);
  return { call: caller(token), memberOf, group: { id: groups[0].id as string, leave } };
}

/** Waits until the group's feed shows that a part, not all, of the file has arrived. */
async function publishedSome(data: string): Promise<void> {
  const { baseUrl, members, groups } = JSON.parse(
    readFileSync(join(data, 'credentials.json'), 'utf8'),
  );
  for (;;) {
    const answer = await fetch(`${baseUrl}/v1/feeds`, {
      headers: { authorization: `Bearer ${members[1].token}` },
    });
    const { feeds } = (await answer.json()) as {
      feeds: { audience: string; head: { count: number } }[];
    };
    const group = feeds.find(({ audience }) => audience === `group:${groups[0].id}`);
    if (group && group.head.count > 20) return;
    await new Promise((tick) => setTimeout(tick, 5));
  }
}

/** Syncs until the index has caught up with what was acknowledged. */
async function caughtUp(data: string, copy: string, count: number): Promise<Finished> {
  const { groups } = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));
  const args = ['feed', `group:${groups[0].id}`, '--out', copy, '--as', 'Birch Cloud'];
  let synced = await tocsin(data, ...args);
  for (let attempt = 0; attempt < 30 && !synced.out.includes(`count=${count} `); attempt++) {
    await new Promise((tick) => setTimeout(tick, 500));
    synced = await tocsin(data, ...args);
  }
  return existsSync(copy) ? synced : { code: -1, out: 'no copy' };
}
