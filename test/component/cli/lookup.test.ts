import { exchangeDouble, problem, type Seen } from './exchange-double';
import { tocsin, token } from './run-tocsin';

const summary = {
  ...{ owners: 2, statuses: { MALICIOUS: 1, NON_MALICIOUS: 1 }, worstStatus: 'MALICIOUS' },
  ...{
    disputed: true,
    tlp: 'RED',
    tags: ['phishing', 'a\u001b[31mb'],
    tagsTruncated: false,
    atLeast: false,
  },
  ...{ firstSeenAt: '2026-11-22T10:00:00.000Z', lastChangedAt: '2026-11-22T10:00:00.000Z' },
};

function resultFor(value: string) {
  if (value === 'evil.example') return { value, type: 'DOMAIN', known: true, summary };
  if (value === '/path') {
    return { value, known: false, problem: { code: 'indicator.refused', detail: 'A path alone.' } };
  }
  return { value, type: 'DOMAIN', known: false };
}

function answerAll({ body }: Seen) {
  return { status: 200, body: { results: body.values.map(resultFor) } };
}

async function lookupCommand(answer: typeof answerAll = answerAll) {
  const server = await exchangeDouble(answer);
  const env = { TOCSIN_URL: server.url, TOCSIN_TOKEN: token };
  return {
    ...server,
    lookup: (args: readonly string[], stdin = '') => tocsin(['lookup', ...args], { env, stdin }),
  };
}

describe('tocsin lookup VALUE…|-', () => {
  it('says what is known of each value, and lets no text of others move the cursor', async () => {
    const { lookup, stop } = await lookupCommand();

    const { code, stdout } = await lookup(['evil.example', 'good.example']);
    await stop();

    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'evil.example  DOMAIN  MALICIOUS  2 owners  disputed  TLP:RED  tags: phishing, a\\u{1b}[31mb',
      'good.example  DOMAIN  unknown',
      '',
    ]);
  });

  it('answers stdin line by line as NDJSON in order, a thousand values a request', async () => {
    const { lookup, stop, seen } = await lookupCommand();
    const values = Array.from({ length: 1500 }, (_, at) => `host${at}.example`);

    const { code, stdout } = await lookup(['-', '--json'], `# mine\n\n${values.join('\n')}\n`);
    await stop();

    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(results.map(({ input }) => input)).toEqual(values);
    expect(seen.map(({ body }) => body.values.length)).toEqual([1000, 500]);
  });

  it('ends with 1 when a value is refused, after all the others', async () => {
    const { lookup, stop } = await lookupCommand();

    const { code, stdout } = await lookup(['/path', 'evil.example']);
    await stop();

    expect(code).toBe(1);
    expect(stdout).toMatch(/^\/path {2}refused {2}A path alone\.\nevil\.example/);
  });

  it('asks for fewer at once when the exchange says so', async () => {
    const { lookup, stop, seen } = await lookupCommand((one) =>
      one.body.values.length > 2
        ? Object(problem(400, 'look_up.too_many_reads', { most: 2 }))
        : answerAll(one),
    );

    const { code, stdout } = await lookup(['a.example', 'b.example', 'c.example', '--json']);
    await stop();

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(seen.map(({ body }) => body.values.length)).toEqual([3, 2, 1]);
  });
});
