import fc from 'fast-check';
import { checkUrl, strictRules, type UrlRefusal } from '../../../lambdas/core/egress/check-url';

const local = { ...strictRules, allowsLoopback: true };

describe('a URL', () => {
  it.each<[string, UrlRefusal]>([
    ['hook.example/in', 'malformed'],
    ['https://hook.example\\@127.0.0.1/', 'malformed'],
    ['https://hook.example/a b', 'malformed'],
    [`https://hook.example/${'a'.repeat(2048)}`, 'too_long'],
    ['http://hook.example/', 'not_https'],
    ['http://127.0.0.1/', 'not_https'],
    ['https://user@hook.example/', 'has_userinfo'],
    ['https://0x7f.1/', 'is_address'],
    ['https://[::1]/', 'is_address'],
    ['https://localhost./', 'not_public'],
    ['https://printer.local/', 'not_public'],
    ['https://hook.example./', 'invalid_host'],
    ['https://hook.example:8443/', 'port_refused'],
  ])('%s is refused: %s', (text, refused) => {
    expect(checkUrl(text, strictRules)).toEqual({ refused });
  });

  it.each([
    ['https://hook.example', 'https://hook.example/', 'hook.example', '/'],
    [
      'https://Hook.Example:443/In?a=b&c#d',
      'https://hook.example/In?a=b&c',
      'hook.example',
      '/In?a=b&c',
    ],
    [
      'https://münchen.example/ä',
      'https://xn--mnchen-3ya.example/%C3%A4',
      'xn--mnchen-3ya.example',
      '/%C3%A4',
    ],
    ['https://hook.example/a/../b', 'https://hook.example/b', 'hook.example', '/b'],
    ['https://a_b.hook.example/', 'https://a_b.hook.example/', 'a_b.hook.example', '/'],
    ['https://hook.xn--p1ai/', 'https://hook.xn--p1ai/', 'hook.xn--p1ai', '/'],
    ['https://1.hook.example/', 'https://1.hook.example/', '1.hook.example', '/'],
  ])('%s is kept as %s', (text, url, host, path) => {
    const target = {
      url,
      host,
      path,
      port: 443,
      authority: host,
      isSecure: true,
      isLoopback: false,
    };

    expect(checkUrl(text, strictRules)).toEqual({ target });
  });

  it.each([
    ['https://api.example/v1/descriptors', 'own_host'],
    ['https://API.example:443/', 'own_host'],
    ['https://api.example./', 'own_host'],
    ['https://%61pi.example/', 'own_host'],
    ['http://127.0.0.1:8080/', 'own_host'],
    ['https://other.api.example/', undefined],
    ['http://127.0.0.1:8081/', undefined],
  ])('%s is the exchange itself: %s', (text, refused) => {
    const rules = { ...local, ownHosts: ['api.example', '127.0.0.1:8080'] };

    expect((checkUrl(text, rules) as { refused?: string }).refused).toBe(refused);
  });

  it('has another port where a deployment allows it', () => {
    const check = checkUrl('https://hook.example:8443/', { ...strictRules, ports: [443, 8443] });

    expect(check).toMatchObject({ target: { port: 8443, authority: 'hook.example:8443' } });
  });

  it('is read once: what is kept is read as itself', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        const check = checkUrl(text.replace(/^http:/, 'https:'), strictRules);
        if ('refused' in check) return;
        expect(checkUrl(check.target.url, strictRules)).toEqual(check);
      }),
      { numRuns: 25 },
    );
  });
});

describe('on the local cloud', () => {
  it.each([
    ['http://127.0.0.1:8080/in', 8080, false],
    ['http://127.0.0.1/in', 80, false],
    ['https://127.0.0.1:8443/in', 8443, true],
  ])('%s may be called', (text, port, isSecure) => {
    expect(checkUrl(text, local)).toMatchObject({ target: { port, isSecure, isLoopback: true } });
  });

  it.each([
    'http://127.0.0.2/',
    'http://localhost:8080/',
    'http://[::1]:8080/',
    'http://0.0.0.0:8080/',
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://hook.example/',
    'https://hook.example:8080/',
    'http://user@127.0.0.1/',
    'ftp://127.0.0.1/',
  ])('%s may not', (text) => {
    expect(checkUrl(text, local)).toHaveProperty('refused');
  });
});
