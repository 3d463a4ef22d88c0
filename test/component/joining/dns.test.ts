import { txtResolver } from '../../../lambdas/platform/dns';
import { type DnsServer, startDnsServer, type Zone } from '../../support/dns-server';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(() => dns.stop());

const long = 'x'.repeat(250);

function resolve(zone: Zone) {
  dns.zones.set('_tocsin-challenge.acme.com', zone);
  return txtResolver([dns.address])('_tocsin-challenge.acme.com');
}

describe('the DNS, asked for TXT records', () => {
  it.each<[string, Zone, object]>([
    ['one', { txt: [['a']] }, { status: 'found', texts: ['a'] }],
    [
      'several',
      { txt: [['v=spf1 -all'], ['b']] },
      { status: 'found', texts: ['v=spf1 -all', 'b'] },
    ],
    ['one in several strings', { txt: [[long, 'y']] }, { status: 'found', texts: [`${long}y`] }],
    [
      'one behind another name',
      { cname: 'proof.acme.net', txt: [['c']] },
      { status: 'found', texts: ['c'] },
    ],
    ['none at a name that is', { txt: [] }, { status: 'absent' }],
    ['no such name', 'nxdomain', { status: 'absent' }],
    ['a server that fails', 'servfail', { status: 'unreachable' }],
    ['a server that refuses', 'refused', { status: 'unreachable' }],
  ])('%s', async (_, zone, answer) => {
    expect(await resolve(zone)).toEqual(answer);
  });

  it.each<Zone>(['silent', 'garbage'])('%s: not known, within 3 s', async (zone) => {
    const startedAt = performance.now();

    const answer = await resolve(zone);

    expect(answer).toEqual({ status: 'unreachable' });
    expect(performance.now() - startedAt).toBeLessThan(4500);
  });

  it('asks the next server when the first is not there', async () => {
    dns.zones.set('_tocsin-challenge.acme.com', { txt: [['a']] });
    const resolveTxt = txtResolver(['127.0.0.1:9', dns.address]);

    expect(await resolveTxt('_tocsin-challenge.acme.com')).toMatchObject({ status: 'found' });
  });
});
