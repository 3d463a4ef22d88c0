import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressAnswer } from '../../../lambdas/core/egress/call';
import { strictRules } from '../../../lambdas/core/egress/check-url';
import { addressResolver } from '../../../lambdas/platform/dns';
import { dial } from '../../../lambdas/platform/egress/open-connection';
import { guardedCall } from '../../../lambdas/platform/guarded-call';
import { refusedAddresses, refusedUrls } from '../../support/address-corpus';
import { type DnsServer, startDnsServer } from '../../support/dns-server';

const publicOne = '93.184.215.14';
let listener: Server;
let port: number;
let accepted: Socket[] = [];
let dialled: string[] = [];
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
  listener = createServer((socket) => {
    accepted.push(socket.resume().on('error', () => {}));
  });
  listener.listen(0, '::');
  await once(listener, 'listening');
  port = (listener.address() as AddressInfo).port;
});

afterAll(() => {
  dns.stop();
  listener.close();
});

beforeEach(() => {
  accepted = [];
  dialled = [];
});

/** Calls, by the real way out, at a port where somebody listens at every address of this machine. */
function call(url: string, resolve: (host: string) => Promise<AddressAnswer>) {
  const counting = (addresses: readonly string[], at: number) => {
    dialled.push(...addresses);
    return dial(addresses, at);
  };
  const rules = { ...strictRules, ports: [443, port] };
  const egress = { rules, resolve, dial: counting, limits: { connectMs: 200 } };
  return guardedCall({ method: 'POST', url, body: '{}' }, egress);
}

function found(...addresses: string[]) {
  return async () => ({ status: 'found', addresses }) as const;
}

/** Reaches this machine by whatever gets so far. */
const toLoopback = found('127.0.0.1');

function atPort(url: string): string {
  return url.replace(/^(https:\/\/[^/:@\\?#\s]+)\/$/, `$1:${port}/`);
}

describe('the corpus', () => {
  it('has more than 200 forms', () => {
    expect(new Set([...refusedUrls, ...refusedAddresses]).size).toBeGreaterThan(250);
  });

  it.each(refusedUrls.map((url) => [JSON.stringify(url.slice(0, 60)), url]))(
    '%s is not called, and nothing is asked of the DNS',
    async (_, url) => {
      const asked: string[] = [];
      const resolve = (host: string) => {
        asked.push(host);
        return toLoopback();
      };

      for (const each of new Set([url, atPort(url)])) {
        expect(await call(each, resolve)).toMatchObject({ failure: 'url_refused' });
      }

      expect([asked, dialled, accepted]).toEqual([[], [], []]);
    },
  );

  it.each(refusedAddresses)('a name at %j is not called', async (address) => {
    for (const addresses of [[address], [publicOne, address], [address, publicOne]]) {
      const outcome = await call(`https://hook.example:${port}/`, found(...addresses));
      expect(outcome).toMatchObject({ failure: 'address_refused' });
    }

    expect([dialled, accepted]).toEqual([[], []]);
  });

  it('would have been heard', async () => {
    dial(['127.0.0.1'], port).destroy();
    const socket = dial(['::1'], port);
    await once(socket, 'connect');
    socket.destroy();

    expect(accepted.length).toBeGreaterThan(0);
  });
});

describe('a host of several addresses', () => {
  it('is not called when the last of fifty is private', async () => {
    const many = Array.from({ length: 49 }, (_, at) => `93.184.215.${at + 1}`);

    const outcome = await call('https://hook.example/', found(...many, '10.0.0.1'));

    expect(outcome).toMatchObject({ failure: 'address_refused' });
    expect(dialled).toEqual([]);
  });

  it('is tried at four of them', async () => {
    const many = Array.from({ length: 50 }, (_, at) => `93.184.215.${at + 1}`);
    const refusing = (addresses: readonly string[]) => {
      dialled.push(...addresses);
      return connect({ host: '127.0.0.1', port: 9 });
    };

    const outcome = await guardedCall(
      { method: 'GET', url: 'https://hook.example/' },
      { rules: strictRules, resolve: found(...many), dial: refusing },
    );

    expect(outcome).toMatchObject({ failure: 'connect_refused' });
    expect(dialled).toEqual(many.slice(0, 4));
  });
});

describe('a connection', () => {
  it('that ends elsewhere than at a checked address is not used', async () => {
    const astray = () => connect({ host: '127.0.0.1', port });

    const outcome = await guardedCall(
      { method: 'POST', url: 'https://hook.example/', body: '{}' },
      { rules: strictRules, resolve: found(publicOne), dial: astray },
    );

    expect(outcome).toMatchObject({ failure: 'address_refused' });
    expect(accepted.map((socket) => socket.bytesRead)).toEqual([0]);
  });

  it('goes to the address that was checked, whatever the name means the next time', async () => {
    let asked = 0;
    const rebinding = async () => {
      asked += 1;
      return { status: 'found', addresses: [asked === 1 ? publicOne : '127.0.0.1'] } as const;
    };
    const refusing = (addresses: readonly string[]) => {
      dialled.push(...addresses);
      return connect({ host: '127.0.0.1', port: 9 });
    };

    await guardedCall(
      { method: 'GET', url: 'https://hook.example/' },
      { rules: strictRules, resolve: rebinding, dial: refusing },
    );

    expect([asked, dialled]).toEqual([1, [publicOne]]);
  });
});

describe('the DNS, asked for addresses', () => {
  const resolve = (host: string) => addressResolver([dns.address])(host);

  it('is asked once for each family', async () => {
    dns.zones.set('twice.example', { addresses: ['127.0.0.1', '::1'] });
    dns.asked.length = 0;

    const outcome = await call(`https://twice.example:${port}/`, resolve);

    expect(outcome).toMatchObject({ failure: 'address_refused' });
    expect(dns.asked).toEqual(['twice.example', 'twice.example']);
    expect([dialled, accepted]).toEqual([[], []]);
  });

  it.each([
    ['another name at a private address', { cname: 'in.example', addresses: ['10.0.0.1'] }],
    [
      'a public address of one family, a private one of the other',
      { addresses: [publicOne, 'fd00::1'] },
    ],
    ['an IPv4 address in IPv6', { addresses: ['::ffff:127.0.0.1'] }],
  ])('%s: not called', async (_, zone) => {
    dns.zones.set('hook.example', zone);

    expect(await call(`https://hook.example:${port}/`, resolve)).toMatchObject({
      failure: 'address_refused',
    });
    expect([dialled, accepted]).toEqual([[], []]);
  });

  it('gives both families, IPv4 first', async () => {
    dns.zones.set('hook.example', { addresses: ['2606:4700::1111', publicOne] });

    expect(await resolve('hook.example')).toEqual({
      status: 'found',
      addresses: [publicOne, '2606:4700::1111'],
    });
  });

  it.each([
    ['no such name', 'nxdomain', 'dns_not_found'],
    ['a name without addresses', { txt: [['x']] }, 'dns_not_found'],
    ['a server that fails', 'servfail', 'dns_failed'],
  ] as const)('%s', async (_, zone, failure) => {
    dns.zones.set('hook.example', zone);

    const outcome = await call('https://hook.example/', resolve);

    expect(outcome).toMatchObject({ failure });
  });

  it('is not waited for beyond the time to connect', async () => {
    const outcome = await call('https://hook.example/', () => new Promise(() => {}));

    expect(outcome).toMatchObject({ failure: 'dns_failed' });
    expect(outcome.latencyMs).toBeLessThan(2000);
  });

  it('is not waited for beyond the time of the whole call', async () => {
    const outcome = await guardedCall(
      { method: 'GET', url: 'https://hook.example/' },
      {
        rules: strictRules,
        resolve: () => new Promise(() => {}),
        limits: { connectMs: 60_000, totalMs: 100 },
      },
    );

    expect(outcome).toMatchObject({ failure: 'timeout' });
  });

  it('is not asked for what the machine itself says of a name', async () => {
    expect(await call(`https://${'localhost.localdomain'}:${port}/`, resolve)).toMatchObject({
      failure: 'url_refused',
    });
    expect(await resolve('localhost')).toEqual({ status: 'absent' });
  });
});
