import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  it('greets with three curl lines that work when pasted', async () => {
    const data = newFolder();
    const { printed } = await start(data);

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
    const data = newFolder();
    await start(data);

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
