import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Answer, acceptAll, exchangeDouble, problem, type Seen } from './exchange-double';
import { scratchFolder, tocsin, token } from './run-tocsin';

const shared = ['--community', '--status', 'MALICIOUS'];

async function publishCommand(answer: (seen: Seen, nth: number) => Answer = acceptAll) {
  const server = await exchangeDouble(answer);
  const env = { TOCSIN_URL: server.url, TOCSIN_TOKEN: token };
  return {
    ...server,
    publish: (stdin: string | Buffer, more: readonly string[] = []) =>
      tocsin(['publish', '-', ...shared, '--json', ...more], { env, stdin }),
    sent: () => server.seen.flatMap(({ body }) => body.descriptors),
  };
}

const nothing = { accepted: 0, duplicate: 0, refused: 0, skipped: 0, unacknowledged: 0 };

function hosts(count: number, from = 0): string {
  return Array.from({ length: count }, (_, at) => `host${from + at}.example.com\n`).join('');
}

describe('tocsin publish FILE|-', () => {
  it('accounts for every line: accepted, duplicate, refused, skipped', async () => {
    const { publish, stop, sent } = await publishCommand();
    const input = Buffer.concat([
      Buffer.from(
        '\u{feff}Phishing URLs:\r\n# a comment\r\n\r\nevil[.]example.com\tmalicious/family\r\n',
      ),
      Buffer.from('EVIL.example.com\n1.2.3.4\nsoc[xxxxx]it.example\n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${'x'.repeat(20_000)}\nlast.example.com`),
    ]);

    const { code, stdout, stderr } = await publish(input, ['--tag', 'campaign']);
    await stop();

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ lines: 10, accepted: 3, duplicate: 1, refused: 3, skipped: 3, unacknowledged: 0 },
    });
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^line 7: placeholder: .*\(soc\[xxxxx\]it\.example\)$/),
      'line 8: line.not_utf8: These bytes are not UTF-8.',
      'line 9: line.too_long: A line is at most 16384 bytes.',
    ]);
    expect(sent()).toMatchObject([
      { value: 'evil[.]example.com', tags: ['campaign', 'malicious/family'], status: 'MALICIOUS' },
      { value: '1.2.3.4', tags: ['campaign'], audience: { community: true } },
      { value: 'last.example.com' },
    ]);
  });

  it('sends a thousand at a time, each batch under a key of its own', async () => {
    const { publish, stop, seen } = await publishCommand();

    const { code, stdout } = await publish(gzipSync(hosts(2500)));
    await stop();

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...nothing, lines: 2500, accepted: 2500 });
    expect(seen.map(({ body }) => body.descriptors.length).sort()).toEqual([1000, 1000, 500]);
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(3);
  });

  it.each<[string, Answer]>([
    ['429', { status: 429, body: {}, retryAfter: '0' }],
    ['503', { status: 503, body: {} }],
    ['a cut connection', 'reset'],
  ])('repeats a batch under its key after %s', async (_, fault) => {
    const { publish, stop, seen } = await publishCommand((one, nth) =>
      nth === 1 ? fault : acceptAll(one),
    );

    const { code, stdout } = await publish(hosts(3));
    await stop();

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...nothing, lines: 3, accepted: 3 });
    expect(seen).toHaveLength(2);
    expect(seen[1]?.headers['idempotency-key']).toBe(seen[0]?.headers['idempotency-key']);
    expect(seen[1]?.body).toEqual(seen[0]?.body);
  });

  it('repeats a batch of which an item could not be written', async () => {
    const busy = {
      status: 503,
      problem: { code: 'storage.busy', detail: 'Send this item again.' },
    };
    const { publish, stop } = await publishCommand((one, nth) => {
      const answer = acceptAll(one);
      if (nth > 1 || answer === 'reset') return answer;
      return { status: 200, body: { results: [busy, ...Object(answer.body).results.slice(1)] } };
    });

    const { code, stdout } = await publish(hosts(3));
    await stop();

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...nothing, lines: 3, accepted: 3 });
  });

  it('tells what the exchange refused, and what was there, by line', async () => {
    const report = join(scratchFolder(), 'report.ndjson');
    const refused = {
      status: 400,
      problem: { code: 'indicator.refused', reason: 'domain.reserved', detail: 'Not this one.' },
    };
    const there = { status: 200, id: '1', indicatorId: '2', version: 3 };
    const created = { ...there, status: 201 };
    const { publish, stop } = await publishCommand(() => ({
      status: 200,
      body: { results: [created, refused, there] },
    }));

    const { code, stdout, stderr } = await publish(`# top\n${hosts(3)}`, ['--report', report]);
    await stop();

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ lines: 4, accepted: 1, refused: 1, duplicate: 1, skipped: 1 },
    });
    expect(stderr).toBe('line 3: domain.reserved: Not this one. (host1.example.com)\n');
    expect(
      readFileSync(report, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        ...{ line: 3, outcome: 'refused', code: 'domain.reserved' },
        ...{ detail: 'Not this one.', value: 'host1.example.com' },
      },
      { line: 4, outcome: 'duplicate', code: 'in_exchange', value: 'host2.example.com' },
    ]);
  });

  it('gives up on a server that is gone, and says what was acknowledged', async () => {
    const { publish, stop } = await publishCommand((one, nth) =>
      nth === 1 ? acceptAll(one) : 'reset',
    );

    const more = ['--parallel', '1', '--patience', '1'];
    const { code, stdout, stderr } = await publish(hosts(2500), more);
    await stop();

    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 2500, accepted: 1000, unacknowledged: 1500 });
    expect(stderr).toContain('gave up on http://127.0.0.1:');
  });

  it('goes on when the server is killed and comes back', async () => {
    const first = await exchangeDouble((one, nth) => (nth === 1 ? acceptAll(one) : 'reset'));
    const port = Number(new URL(first.url).port);
    const env = { TOCSIN_URL: first.url, TOCSIN_TOKEN: token };
    const running = tocsin(['publish', '-', ...shared, '--json', '--parallel', '1'], {
      ...{ env, stdin: hosts(2500) },
    });
    while (first.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await exchangeDouble(acceptAll, port);

    const { code, stdout } = await running;
    await second.stop();

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...nothing, lines: 2500, accepted: 2500 });
    expect(second.seen.map(({ body }) => body.descriptors.length)).toEqual([1000, 500]);
  });

  it('accounts for every line when it is interrupted', async () => {
    const server = await exchangeDouble(() => ({ status: 503, body: {} }));
    const env = { TOCSIN_URL: server.url, TOCSIN_TOKEN: token };

    const { code, stdout } = await tocsin(['publish', '-', ...shared, '--json'], {
      ...{ env, stdin: hosts(1500) },
      whileRunning: (child) => {
        const timer = setInterval(() => {
          if (server.seen.length === 0) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 5);
      },
    });
    await server.stop();

    const { lines, unacknowledged } = JSON.parse(stdout);
    expect(code).toBe(130);
    expect(lines).toBeGreaterThan(0);
    expect(unacknowledged).toBe(lines);
  });

  it('stops with 3 where the credential is not known', async () => {
    const { publish, stop, seen } = await publishCommand(() => problem(401, 'credential.invalid'));

    const { code, stdout, stderr } = await publish(hosts(5000), ['--parallel', '1']);
    await stop();

    expect(code).toBe(3);
    expect(seen).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 5000, unacknowledged: 5000 });
    expect(stdout + stderr).not.toContain(token.slice(-20));
  });

  it('stops at an audience that cannot be used: every line would be refused alike', async () => {
    const unusable = { code: 'audience.unusable', detail: 'Not yours.' };
    const { publish, stop, seen } = await publishCommand(({ body }) => ({
      status: 200,
      body: { results: body.descriptors.map(() => ({ status: 400, problem: unusable })) },
    }));

    const { code, stderr } = await publish(hosts(3000), ['--parallel', '1', '--group', '77']);
    await stop();

    expect(code).toBe(2);
    expect(seen).toHaveLength(1);
    expect(stderr).toContain('tocsin: audience.unusable: Not yours.');
  });

  it('judges here and sends nothing with --dry-run', async () => {
    const file = join(scratchFolder(), 'values.txt');
    writeFileSync(file, 'evil.example.com\nevil.example.com\np[blocked]h.example\n');

    const { code, stdout } = await tocsin(['publish', file, '--dry-run', '--json']);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...nothing,
      ...{ lines: 3, accepted: 1, duplicate: 1, refused: 1, dryRun: true },
    });
  });

  it('keeps what was read of a gzip file that is cut off', async () => {
    const { publish, stop } = await publishCommand();

    const { code, stdout, stderr } = await publish(gzipSync(hosts(3)).subarray(0, -9));
    await stop();

    expect(code).toBe(4);
    expect(stderr).toContain('could not be read to its end');
    const { lines, accepted } = JSON.parse(stdout);
    expect(accepted).toBe(lines);
  });

  it.each([
    [['publish', '-', '--status', 'MALICIOUS'], 'who may see them?'],
    [['publish', '-', '--community'], 'say what you think of them'],
    [['publish', '-', ...shared, '--tlp', 'PINK'], '--tlp:'],
    [['publish', '-', ...shared, '--tag', 'x'.repeat(129)], '--tag:'],
    [['publish', '-', ...shared, '--expires', 'soon'], '--expires is a time'],
    [['publish', '-', ...shared, '--type', 'DOMAN'], 'did you mean DOMAIN?'],
    [['publish', '-', ...shared, '--group', 'Finance'], "no group 'Finance'"],
    [['publish', '-', '--only-me', ...shared], '--only-me goes with no other'],
    [['publish', '/nonexistent', ...shared], 'no such file'],
    [['publish', ...shared], 'takes one FILE'],
  ])('ends with 2 on %j', async (args, message) => {
    const env = { TOCSIN_URL: 'http://127.0.0.1:9', TOCSIN_TOKEN: token };

    const { code, stderr, stdout } = await tocsin(args, { env });

    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
