import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Answer, exchangeDouble, problem, type Seen } from './exchange-double';
import { startedInProcess, tocsin, token } from './run-tocsin';

const summary = {
  ...{ owners: 1, worstStatus: 'MALICIOUS', disputed: false, tlp: 'AMBER', tags: [] },
  ...{ tagsTruncated: false, atLeast: false },
};

function answerAll({ body }: Seen): Answer {
  const results = body.values.map(({ type, value }: { type: string; value: string }) =>
    value === 'evil.example'
      ? { value, type, known: true, indicatorId: '7', summary }
      : { value, type, known: false },
  );
  return { status: 200, body: { results } };
}

async function matchCommand(answer: (seen: Seen, nth: number) => Answer = answerAll) {
  const server = await exchangeDouble(answer);
  const env = { TOCSIN_URL: server.url, TOCSIN_TOKEN: token };
  return {
    ...server,
    match: (args: readonly string[], stdin = '') => tocsin(['match', ...args], { env, stdin }),
  };
}

const rows = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const tallyIn = (stderr: string) => JSON.parse(stderr.trim().split('\n').at(-1) ?? '');

describe('tocsin match FILE|-', () => {
  it('tells where what is known stands, and accounts for every value', async () => {
    const { match, stop } = await matchCommand();
    const log = 'GET hxxp://evil[.]example/a\nfrom 192.0.2.1\nno value\nopen form.zip\n';

    const { code, stdout, stderr } = await match(['-', '--json'], log);
    await stop();

    expect(code).toBe(0);
    expect(rows(stdout)).toEqual([
      {
        ...{ line: 1, value: 'evil.example', type: 'DOMAIN', raw: 'hxxp://evil[.]example/a' },
        ...{ known: true, indicatorId: '7', summary },
      },
    ]);
    expect(tallyIn(stderr)).toMatchObject({
      ...{ lines: 4, leftOut: 0, found: 4, distinct: 4 },
      ...{ known: 1, unknown: 2, refused: 1, unanswered: 0 },
    });
  });

  it('asks for each value once, a thousand at a time, and answers in the order of the lines', async () => {
    const { match, stop, seen } = await matchCommand();
    const lines = Array.from({ length: 5000 }, (_, at) => `host${at % 2500}.example evil.example`);
    const file = join(mkdtempSync(join(tmpdir(), 'match-')), 'log.gz');
    writeFileSync(file, gzipSync(lines.join('\n')));

    const { code, stdout, stderr } = await match([file, '--all', '--json', '--parallel', '4']);
    await stop();

    const asked = seen.flatMap(({ body }) => body.values);
    expect(code).toBe(0);
    expect(asked).toHaveLength(2501);
    expect(seen).toHaveLength(3);
    expect(rows(stdout).map(({ line }) => line)).toEqual(
      Array.from({ length: 10_000 }, (_, at) => Math.floor(at / 2) + 1),
    );
    expect(tallyIn(stderr)).toMatchObject({ found: 10_000, distinct: 2501, known: 5000 });
  });

  it('says how many values are unanswered when the exchange refuses to go on', async () => {
    const { match, stop } = await matchCommand((one, nth) =>
      nth === 1 ? answerAll(one) : problem(401, 'credential.unknown'),
    );
    const lines = Array.from({ length: 1500 }, (_, at) => `host${at}.example`);

    const { code, stderr } = await match(['-', '--parallel', '1'], lines.join('\n'));
    await stop();

    expect(code).toBe(3);
    expect(stderr).toContain('1500 values found, 1500 distinct');
    expect(stderr).toContain('1000 unknown, 0 refused, 500 unanswered');
    expect(stderr).toContain('every value up to line 1000 is answered for');
    expect(stderr).toContain('credential.unknown');
  });

  it('names each value that is unanswered, also between others that are answered', async () => {
    const { match, stop } = await matchCommand((one, nth) =>
      nth === 1 ? problem(401, 'credential.unknown') : answerAll(one),
    );
    const lines = Array.from({ length: 2500 }, (_, at) => `host${at}.example`);

    const { stdout, stderr } = await match(['-', '--all', '--json'], lines.join('\n'));
    await stop();

    const told = rows(stdout);
    const unanswered = told.filter((row) => row.unanswered);
    const { answeredLines, ...tally } = tallyIn(stderr.split('\ntocsin:')[0] ?? '');
    expect(told.map(({ line }) => line)).toEqual(
      Array.from({ length: told.length }, (_, n) => n + 1),
    );
    expect(unanswered.length).toBe(tally.unanswered);
    expect(unanswered[0].line).toBe(answeredLines + 1);
  });

  it('answers while a log is silent, before its end', async () => {
    const { url, stop } = await matchCommand();
    const env = { TOCSIN_URL: url, TOCSIN_TOKEN: token };
    const { stdin, stdout, ended } = startedInProcess(['match', '-'], env);
    stdin.write('see evil.example\n');

    const [first] = await once(stdout, 'data');
    stdin.end();
    await ended;
    await stop();

    expect(rows(String(first))).toMatchObject([{ line: 1, value: 'evil.example', known: true }]);
  });

  it('reads any encoding, and leaves out a line that is too long, and says so', async () => {
    const { match, stop } = await matchCommand();
    const file = join(mkdtempSync(join(tmpdir(), 'match-')), 'log');
    const latin = Buffer.from('caf\xe9 evil.example\n', 'latin1');
    writeFileSync(file, Buffer.concat([latin, Buffer.alloc(1_100_000, 'a'), latin]));

    const { code, stdout, stderr } = await match([file, '--json']);
    await stop();

    expect(code).toBe(1);
    expect(rows(stdout).map(({ line }) => line)).toEqual([1]);
    expect(tallyIn(stderr)).toMatchObject({ lines: 2, leftOut: 1, found: 1, known: 1 });
  });

  it('takes one file', async () => {
    const { match, stop } = await matchCommand();

    const { code, stderr } = await match(['a', 'b']);
    await stop();

    expect(code).toBe(2);
    expect(stderr).toContain('match takes one FILE');
  });
});
