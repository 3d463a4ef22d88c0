import { readIndicator } from '../../../lambdas/core/indicator/read-indicator';
import { builtIn } from '../../../lambdas/core/known-good/built-in';
import {
  appliesTo,
  type KnownGoodList,
  type ListType,
} from '../../../lambdas/core/known-good/list';
import { knownGood } from '../../../lambdas/core/known-good/look-up';
import { hashOf, readEntry } from '../../../lambdas/core/known-good/read-entry';

function listOf(type: ListType, entries: readonly string[], more: Partial<KnownGoodList> = {}) {
  const known = entries
    .map((entry) => readEntry(type, entry))
    .filter((one) => one.kind === 'entry');
  return {
    ...{ id: 'a-list', name: 'A list' },
    hashes: known.map(({ key }) => hashOf(key)),
    networks: known.flatMap(({ network }) => network ?? []),
    ...more,
  };
}

function matchOf(list: KnownGoodList, value: string): string | undefined {
  const verdict = readIndicator(value);
  if (verdict.kind === 'refused') throw new Error(verdict.detail);
  return knownGood([list]).find(verdict.indicator)[0]?.match;
}

describe('a look-up in lists of what is known to be good', () => {
  const hosts = listOf('hostname', [
    'google.com',
    '.bmw.de',
    'api.telegram.org',
    'duckdns.org',
    'co.uk',
  ]);

  it.each([
    ['google.com', 'exact'],
    ['docs.google.com', 'registrable_domain'],
    ['https://docs.google.com/forms/x', 'registrable_domain'],
    ['https://google.com/x', 'exact'],
    ['someone@google.com', 'registrable_domain'],
    ['www.bmw.de', 'registrable_domain'],
    ['api.telegram.org', 'exact'],
    ['x.api.telegram.org', undefined],
    ['telegram.org', undefined],
    ['notgoogle.com', undefined],
    ['google.com.evil.example', undefined],
    // The list's entry is a public suffix: what is registered below it is somebody else's.
    ['evil.duckdns.org', undefined],
    ['a.evil.duckdns.org', undefined],
    ['evil.co.uk', undefined],
    ['duckdns.org', 'exact'],
  ])('%s: %s', (value, expected) => {
    expect(matchOf(hosts, value)).toBe(expected);
  });

  const networks = listOf('cidr', ['192.0.2.0/24', '198.51.100.7', '2001:db8::/32']);

  it.each([
    ['192.0.2.77', 'network'],
    ['192.0.2.77:443', 'network'],
    ['http://192.0.2.77/x', 'network'],
    ['192.0.2.128/25', 'network'],
    ['192.0.2.0/24', 'network'],
    ['192.0.2.0/23', undefined],
    ['198.51.100.7', 'exact'],
    ['198.51.100.7:80', 'exact'],
    ['198.51.100.8', undefined],
    ['2001:db8:1::5', 'network'],
    ['http://[2001:db8::5]:80/', 'network'],
    ['2001:db9::5', undefined],
  ])('%s: %s', (value, expected) => {
    expect(matchOf(networks, value)).toBe(expected);
  });

  it('goes by what the list is meant for', () => {
    const list = listOf('hostname', ['gmail.com'], {
      appliesTo: appliesTo(['hostname', 'domain']),
    });

    expect(matchOf(list, 'gmail.com')).toBe('exact');
    expect(matchOf(list, 'someone@gmail.com')).toBeUndefined();
  });

  it('names each list once, by its best match, and exact ones first', () => {
    const two = [hosts, listOf('string', ['www.google.com', 'google.com'], { id: 'b', name: 'B' })];
    const verdict = readIndicator('www.google.com');
    const indicator = verdict.kind === 'indicator' ? verdict.indicator : undefined;

    expect(indicator && knownGood(two).find(indicator)).toEqual([
      { list: 'b', name: 'B', match: 'exact' },
      { list: 'a-list', name: 'A list', match: 'registrable_domain' },
    ]);
  });

  it('has a small list of our own', () => {
    const own = (value: string) =>
      builtIn.flatMap((list) => (matchOf(list, value) ? [list.id] : []));

    expect(own('8.8.8.8')).toEqual(['tocsin-resolvers']);
    expect(own('https://drive.google.com/x')).toEqual(['tocsin-platforms']);
    expect(own('192.0.2.5')).toEqual(['tocsin-example-names']);
    expect(own('10.1.2.3')).toEqual(['tocsin-reserved-networks']);
    expect(own('d41d8cd98f00b204e9800998ecf8427e')).toEqual(['tocsin-empty-content']);
    expect(own('evil.example')).toEqual([]);
    expect(own('phish.github.io')).toEqual([]);
  });
});

describe('an entry of a list', () => {
  it.each([
    ['regex', '/(a+)+$/', 'regex'],
    ['substring', 'goo', 'substring'],
    ['cidr', 'google.com', 'malformed'],
    ['cidr', '10.0.0.0/99', 'malformed'],
    ['cidr', '0.0.0.0/0', 'too_broad'],
    ['hostname', 'not a name', 'malformed'],
    ['string', '', 'malformed'],
    ['string', 'x'.repeat(600), 'malformed'],
  ] as const)('of type %s that is %j is left out: %s', (type, entry, reason) => {
    expect(readEntry(type, entry)).toEqual({ kind: 'skipped', reason });
  });

  it.each([
    ['substring', 'Anlyz.IO', 'is anlyz.io'],
    ['substring', '52.168.52.134', 'is 52.168.52.134'],
    [
      'string',
      'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855',
      'is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ],
    ['string', '.google.ad', 'is google.ad'],
    ['cidr', 'FE80::/10', 'in fe80::/10'],
    ['cidr', '10.0.0.1/32', 'in 10.0.0.1/32'],
    ['string', '14d82eec-204b-4c2f-b7e8-296a70dab67e', 'is 14d82eec-204b-4c2f-b7e8-296a70dab67e'],
  ] as const)('of type %s that is %j is %s', (type, entry, key) => {
    expect(readEntry(type, entry)).toMatchObject({ kind: 'entry', key });
  });
});
