import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { guardedCall } from '../../../lambdas/platform/guarded-call';

const heard: { method?: string; url?: string; headers: object; body: string }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      heard.push({ method, url: path, headers, body });
      response.setHeader('retry-after', '7').writeHead(202).end('x'.repeat(3000));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

const egress = {
  rules: { ...strictRules, allowsLoopback: true },
  resolve: () => Promise.reject(new Error('nothing is resolved')),
};

describe('a call to a receiver on this machine', () => {
  it('sends what it is given, and tells what came', async () => {
    const headers = { 'content-type': 'application/json', 'webhook-id': 'm-1' };

    const outcome = await guardedCall(
      { method: 'POST', url: `${url}/in?a=b#c`, headers, body: '{"ä":1}' },
      egress,
    );

    expect(outcome).toEqual({
      status: 202,
      retryAfter: '7',
      bodyStart: '',
      latencyMs: expect.any(Number),
    });
    expect(heard.at(-1)).toEqual({
      method: 'POST',
      url: '/in?a=b',
      body: '{"ä":1}',
      headers: {
        ...headers,
        host: new URL(url).host,
        'user-agent': 'Tocsin',
        'accept-encoding': 'identity',
        'content-length': '8',
        connection: 'close',
      },
    });
  });

  it('reads the first KB of the body where it is wanted', async () => {
    const outcome = await guardedCall({ method: 'GET', url, readsBody: true }, egress);

    expect(outcome).toMatchObject({ status: 202, bodyStart: 'x'.repeat(1024) });
  });

  it('is refused where the rules do not allow it', async () => {
    const before = heard.length;

    const outcome = await guardedCall({ method: 'GET', url }, { ...egress, rules: strictRules });

    expect(outcome).toMatchObject({ failure: 'url_refused' });
    expect(heard).toHaveLength(before);
  });
});
