import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, exchangeDouble, feedOf, problem, type Seen } from './exchange-double';
import { type RunOptions, scratchFolder, tocsin, token } from './run-tocsin';

const objects = [1, 2, 3, 4, 5].map((n) => ({ id: String(n), version: n * 10 }));

async function feedCommand(answer: (seen: Seen, nth: number) => Answer) {
  const file = join(scratchFolder(), 'community.ndjson');
  const args = ['feed', 'community', '--out', file, '--patience', '3'];
  let answers = answer;
  const server = await exchangeDouble((seen, nth) => answers(seen, nth));
  return {
    ...server,
    file,
    nowAnswer: (next: typeof answer) => {
      answers = next;
    },
    sync: (
      more: readonly string[] = [],
      whileRunning: RunOptions['whileRunning'] = () => undefined,
    ) =>
      tocsin([...args, ...more], {
        env: { TOCSIN_URL: server.url, TOCSIN_TOKEN: token },
        whileRunning,
      }),
    idsInFile: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).id),
  };
}

describe('tocsin feed AUDIENCE --out FILE', () => {
  it('writes a verified copy of all live objects', async () => {
    const { sync, stop, idsInFile, seen } = await feedCommand(
      feedOf(objects, [{ id: '6', version: 60 }]),
    );

    const { code, stdout, stderr } = await sync();
    await stop();

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^verified count=5 digest=[0-9a-f]{64}\n$/);
    expect(idsInFile()).toEqual(['1', '2', '3', '4', '5']);
    expect(seen[0]?.headers['authorization']).toBe(`Bearer ${token}`);
  });

  it('goes on from where it was, and takes away what has left', async () => {
    const { sync, stop, idsInFile, seen, nowAnswer } = await feedCommand(feedOf(objects));
    await sync();
    nowAnswer(feedOf(objects.slice(1), [{ id: '1', version: 60 }]));
    const before = seen.length;

    const { code } = await sync();
    await stop();

    expect(code).toBe(0);
    expect(idsInFile()).toEqual(['2', '3', '4', '5']);
    expect(seen[before]?.line).toBe('GET /v1/feeds/community?after=50&asOf=1000050');
  });

  it('begins anew when the feed says so', async () => {
    const { sync, stop, idsInFile, nowAnswer } = await feedCommand(feedOf(objects));
    await sync();
    const rebuilt = feedOf([{ id: '9', version: 90 }]);
    nowAnswer((seen) =>
      seen.line.includes('after=50&') ? problem(410, 'feed.reset') : rebuilt(seen),
    );

    const { code, stderr } = await sync();
    await stop();

    expect(code).toBe(0);
    expect(stderr).toContain('begins anew');
    expect(idsInFile()).toEqual(['9']);
  });

  it('ends with 5 and leaves no file when the copy is not the feed', async () => {
    const honest = feedOf(objects);
    const { sync, stop, file } = await feedCommand((seen) => {
      const answer = honest(seen);
      if (answer === 'reset') return answer;
      return { ...answer, body: { ...Object(answer.body), changes: [] } };
    });

    const { code, stderr } = await sync();
    await stop();

    expect(code).toBe(5);
    expect(stderr).toContain('the copy is not the feed');
    expect(existsSync(file)).toBe(false);
  });

  it('comes through throttling, busy storage and cut connections', async () => {
    const honest = feedOf(objects);
    const { sync, stop, idsInFile } = await feedCommand((seen, nth) => {
      if (nth === 1) return { ...Object(problem(429, 'rate.exceeded')), retryAfter: '0' };
      if (nth === 2) return problem(503, 'storage.busy');
      if (nth === 4) return 'reset';
      return honest(seen);
    });

    const { code } = await sync();
    await stop();

    expect(code).toBe(0);
    expect(idsInFile()).toHaveLength(5);
  });

  it('resumes after a kill -9 between two pages', async () => {
    let victim: ChildProcess | undefined;
    const { stop, sync, seen, idsInFile } = await feedCommand((one, nth) => {
      if (nth === 2) victim?.kill('SIGKILL');
      return feedOf(objects)(one);
    });
    const whileRunning = (child: ChildProcess) => {
      victim = child;
    };
    const killed = await sync([], whileRunning);

    const { code, stdout } = await sync();
    await stop();

    expect(killed.code).toBeNull();
    expect(seen[2]?.line).toBe('GET /v1/feeds/community?after=20&asOf=1000020');
    expect(code).toBe(0);
    expect(stdout).toContain('verified count=5');
    expect(idsInFile()).toHaveLength(5);
  });

  it('follows until it is interrupted, and ends with 0', async () => {
    const { stop, sync, file, seen } = await feedCommand(feedOf(objects));

    const { code, stdout } = await sync(['--follow'], (child) => {
      const timer = setInterval(() => {
        if (!existsSync(file)) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 5);
    });
    await stop();

    expect(code).toBe(0);
    expect(stdout).toContain('verified count=5');
    expect(seen.length).toBeGreaterThan(1);
  });

  it.each([
    [401, 'credential.invalid', 3],
    [403, 'credential.scope', 3],
    [404, 'object.not_found', 2],
  ])('answered %d %s it ends with %d', async (status, code, expected) => {
    const { sync, stop } = await feedCommand(() => problem(status, code));

    const run = await sync();
    await stop();

    expect(run.code).toBe(expected);
    expect(run.stderr).toBe(`tocsin: ${code}: ${code} was said\n`);
  });

  it('will not make one file a copy of two audiences', async () => {
    const { sync, stop, file, url } = await feedCommand(feedOf(objects));
    await sync();

    const { code, stderr } = await tocsin(['feed', 'group:77', '--out', file], {
      env: { TOCSIN_URL: url, TOCSIN_TOKEN: token },
    });
    await stop();

    expect(code).toBe(2);
    expect(stderr).toContain('is a copy of community');
  });
});
