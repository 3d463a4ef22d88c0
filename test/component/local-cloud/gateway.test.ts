import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { startFixture } from '../../support/local-cloud-fixture';

const fixture = startFixture();

afterAll(async () => (await fixture).end());

async function fetchFrom(path: string, init?: RequestInit): Promise<Response> {
  const { cloud } = await fixture;
  return fetch(`${cloud.url}${path}`, init);
}

async function rawGet(path: string, headers: Record<string, string | string[]> = {}) {
  const { cloud } = await fixture;
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request(cloud.url, { path, headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    sent.on('error', reject).end();
  });
}

describe('ANY /echo/{proxy+}', () => {
  it('hands the request over in format 2.0', async () => {
    const { status, body } = await rawGet('/echo/a%7Cb/c?x=1&x=2&y=%2B', {
      'X-Two': ['1', '2'],
      cookie: 'a=1; b=2',
    });

    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/a|b/c',
      rawQueryString: 'x=1&x=2&y=%2B',
      queryStringParameters: { x: '1,2', y: '+' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-two': '1,2', 'x-forwarded-proto': 'http' },
      pathParameters: { proxy: 'a|b/c' },
      requestContext: { http: { method: 'GET', path: '/echo/a|b/c' }, stage: '$default' },
      isBase64Encoded: false,
    });
  });

  it.each([
    ['JSON', 'application/json', '{"é":1}', { body: '{"é":1}', isBase64Encoded: false }],
    ['TAXII', 'application/taxii+json;version=2.1', '{}', { body: '{}', isBase64Encoded: false }],
    ['a form', 'application/x-www-form-urlencoded', 'a=1', { body: 'YT0x', isBase64Encoded: true }],
    [
      'text that is not UTF-8',
      'text/plain',
      new Uint8Array([0xff, 0x00]),
      { body: '/wA=', isBase64Encoded: true },
    ],
  ])('passes %s as the gateway does', async (_name, type, body, expected) => {
    const response = await fetchFrom('/echo/body', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

    expect(await response.json()).toMatchObject(expected);
  });

  it('carries a body of 5 MB there and back', async () => {
    const sent = 'x'.repeat(5_000_000);

    const response = await fetchFrom('/echo/large', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: sent,
    });

    expect(await response.json()).toMatchObject({ body: sent });
  });
});

describe('routes', () => {
  it.each([
    ['PUT', '/things/known', 'ANY /things/known'],
    ['DELETE', '/things/other', '$default'],
    ['GET', '/nowhere', '$default'],
  ])('sends %s %s to %s', async (method, path, key) => {
    const response = await fetchFrom(path, { method });

    expect(await response.text()).toBe(key);
  });
});

describe('GET /answers/{kind}', () => {
  it('answers cookies, headers and status', async () => {
    const response = await fetchFrom('/answers/cookies');

    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-one')).toBe('1');
  });

  it('answers bytes', async () => {
    const response = await fetchFrom('/answers/binary');

    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0x00]);
  });

  it('takes a value without a status for the body', async () => {
    const response = await fetchFrom('/answers/plain');

    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it.each([
    ['throw', 500, 'Internal Server Error'],
    ['malformed', 500, 'Internal Server Error'],
    ['large', 500, 'Internal Server Error'],
    ['crash', 500, 'Internal Server Error'],
    ['sleep', 503, 'Service Unavailable'],
  ])(
    'answers a function that does "%s" with %i, and the next request as ever',
    async (kind, status, message) => {
      const response = await fetchFrom(`/answers/${kind}`);
      const next = await fetchFrom('/answers/plain');

      expect({ status: response.status, body: await response.json() }).toEqual({
        status,
        body: { message },
      });
      expect(next.status).toBe(200);
    },
  );

  it("gives a function the template's variables, and none of the user's", async () => {
    const response = await fetchFrom('/answers/variables');

    const variables = await response.json();
    expect(variables).toMatchObject({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local' });
    expect(variables).not.toHaveProperty('HOME');
  });
});

describe("AWS's limits", () => {
  it.each([
    [9_000, 200],
    [10_300, 431],
    [60_000, 431],
  ])('answers %i bytes of headers with %i', async (size, expected) => {
    const { status } = await rawGet('/echo/x', { 'x-long': 'a'.repeat(size) });

    expect(status).toBe(expected);
  });

  it.each([6.5, 10.5])('refuses a body of %d MB', async (megabytes) => {
    const response = await fetchFrom('/echo/x', {
      method: 'POST',
      body: new Uint8Array(megabytes * 1024 * 1024),
    });

    expect(response.status).toBe(413);
  });
});
