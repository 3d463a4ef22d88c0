import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { SecureVersion, TlsOptions } from 'node:tls';
import { promisify } from 'node:util';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { guardedCall } from '../../../lambdas/platform/guarded-call';
import { type Certificate, makeAuthority } from '../../support/certificates';
import { type RawReceiver, replying, startRawReceiver } from '../../support/raw-receiver';

const publicOne = '93.184.215.14';
const trusted = makeAuthority('An authority that is trusted');
const stranger = makeAuthority('An authority that nobody knows');
const receivers: RawReceiver[] = [];

afterAll(() => {
  for (const receiver of receivers) receiver.stop();
});

async function receiverWith(
  certificate: Certificate,
  options: TlsOptions = {},
): Promise<RawReceiver> {
  const receiver = await startRawReceiver({ in: replying(200) }, { ...certificate, ...options });
  receivers.push(receiver);
  return receiver;
}

const publicAddress = async () => ({ status: 'found', addresses: [publicOne] }) as const;

/** As if the public address were routed to this machine. */
function routedTo(port: number) {
  return ([address]: readonly string[]): Socket =>
    Object.defineProperty(connect({ host: '127.0.0.1', port }), 'remoteAddress', {
      value: address,
    });
}

function call(port: number, connectMs = 3000) {
  return guardedCall(
    { method: 'GET', url: 'https://hook.example/in' },
    {
      rules: strictRules,
      resolve: publicAddress,
      dial: routedTo(port),
      authorities: [trusted.cert],
      limits: { connectMs },
    },
  );
}

const selfSigned = makeAuthority('hook.example');

describe('the certificate of a receiver', () => {
  it.each<[string, Certificate, object]>([
    ['of its name', trusted.issue(['hook.example']), { status: 200 }],
    ['of several names', trusted.issue(['a.example', 'hook.example']), { status: 200 }],
    ['of all names of a suffix', trusted.issue(['*.example']), { failure: 'tls_wrong_host' }],
    ['that has expired', trusted.issue(['hook.example'], [-9, -1]), { failure: 'tls_expired' }],
    ['that is not yet valid', trusted.issue(['hook.example'], [1, 9]), { failure: 'tls_expired' }],
    ['of another host', trusted.issue(['evil.example']), { failure: 'tls_wrong_host' }],
    ['of its address', trusted.issue([publicOne]), { failure: 'tls_wrong_host' }],
    ['of the names below it', trusted.issue(['*.hook.example']), { failure: 'tls_wrong_host' }],
    ['by an unknown authority', stranger.issue(['hook.example']), { failure: 'tls_untrusted' }],
    ['by itself', selfSigned, { failure: 'tls_untrusted' }],
  ])('%s', async (_, certificate, outcome) => {
    const { port, heard } = await receiverWith(certificate);

    expect(await call(port)).toMatchObject(outcome);
    expect(heard).toHaveLength('status' in outcome ? 1 : 0);
  });

  it('is asked for by the name of the host, which is named in the request too', async () => {
    const asked: string[] = [];
    const certificate = trusted.issue(['hook.example']);
    const { port, heard } = await receiverWith(certificate, {
      SNICallback: (name, done) => {
        asked.push(name);
        done(null);
      },
    });

    await call(port);

    expect(asked).toEqual(['hook.example']);
    expect(heard[0]?.toLowerCase()).toContain('\r\nhost: hook.example\r\n');
  });
});

describe('a receiver', () => {
  const certificate = trusted.issue(['hook.example']);

  it.each<[SecureVersion, object]>([
    ['TLSv1', { failure: 'tls_failed' }],
    ['TLSv1.1', { failure: 'tls_failed' }],
    ['TLSv1.2', { status: 200 }],
    ['TLSv1.3', { status: 200 }],
  ])('that speaks nothing but %s', async (version, outcome) => {
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const { port } = await receiverWith(certificate, old);

    expect(await call(port)).toMatchObject(outcome);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['that is silent', () => {}, 'tls_timeout'],
    ['that speaks no TLS', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'tls_failed'],
    ['that ends', (socket) => socket.end(), 'tls_failed'],
    ['that resets', (socket) => socket.on('data', () => socket.resetAndDestroy()), 'tls_failed'],
  ])('%s', async (_, behave, failure) => {
    const accepted: Socket[] = [];
    const server: Server = createServer((socket) => {
      accepted.push(socket.on('error', () => {}));
      behave(socket);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');

    const outcome = await call((server.address() as AddressInfo).port, 250);

    expect(outcome).toMatchObject({ failure });
    for (const socket of accepted) socket.destroy();
    server.close();
  });

  it('that does not accept', async () => {
    const limits = { connectMs: 100 };
    const outcome = await guardedCall(
      { method: 'GET', url: 'https://hook.example/in' },
      { rules: strictRules, resolve: publicAddress, dial: () => new Socket(), limits },
    );

    expect(outcome).toMatchObject({ failure: 'connect_timeout' });
  });

  it('that does not listen', async () => {
    expect(await call(9)).toMatchObject({ failure: 'connect_refused' });
  });
});

describe('the environment of the process', () => {
  it('neither puts a proxy between nor switches the checks off', async () => {
    const proxy = await startRawReceiver({});
    receivers.push(proxy);
    const { port, heard } = await receiverWith(stranger.issue(['127.0.0.1']));
    const proxyUrl = `http://127.0.0.1:${proxy.port}`;
    const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy'];
    const env = {
      ...process.env,
      ...Object.fromEntries(variables.map((name) => [name, proxyUrl])),
      NODE_USE_ENV_PROXY: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_NO_WARNINGS: '1',
    };
    const script = join(__dirname, '../../support/call-out.ts');
    const url = `https://127.0.0.1:${port}/in`;

    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', script, url], { env });

    expect(JSON.parse((await run).stdout)).toMatchObject({ failure: 'tls_untrusted' });
    expect([proxy.heard, heard]).toEqual([[], []]);
  });
});
