import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { type Canonical, canonical, type IndicatorRemark, invalid, refused } from './canonical';

const label = /^[a-z0-9_-]{1,63}$/;
const longestName = 253;

/** Roots beside the ICANN's that real feeds name (Tor, I2P, Namecoin, OpenNIC, …), and the names kept for examples and tests (RFC 2606). */
const otherRoots = new Set([
  ...['onion', 'i2p', 'bit', 'bazar', 'lib', 'emc', 'coin', 'eth', 'crypto', 'zero', 'oss', 'null'],
  ...[
    'geek',
    'libre',
    'pirate',
    'indy',
    'gopher',
    'dyn',
    'chan',
    'cyb',
    'parody',
    'bbs',
    'neo',
    'oz',
  ],
  ...['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'lan', 'home', 'corp'],
]);

const suffixes = { allowPrivateDomains: true, detectIp: false, validateHostname: false } as const;

/** Lower case, A-labels, no trailing dot. Underscores and edge hyphens are in real names and stay. */
export function canonicalDomain(text: string): Canonical {
  const host = toAscii(text.replace(/\.$/, ''));
  if (host === undefined) return invalid('Not a domain: its characters have no form in the DNS.');
  if (/[*?()|\\^$+]/.test(host)) {
    return refused('pattern', 'A pattern is not one domain: publish each name by itself.');
  }
  if (/[[\]{}<>%…]/.test(host)) {
    return refused('placeholder', 'Part of the name is masked or a placeholder.');
  }
  const labels = host.split('.');
  if (labels.length < 2) return invalid('A domain has at least two labels.');
  if (host.length > longestName) return invalid(`A domain has at most ${longestName} characters.`);
  if (!labels.every((one) => label.test(one))) {
    return invalid('Each label is 1 to 63 letters, digits, hyphens or underscores.');
  }
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) {
    return invalid('A domain does not end in a number; an address is an IP_ADDRESS.');
  }
  return canonical(host, remarksOn(host));
}

/** Whether the name ends in a suffix of the Public Suffix List, or in a root that is known beside it. */
export function hasKnownRoot(host: string): boolean {
  const { isIcann, isPrivate } = parse(host, suffixes);
  return Boolean(isIcann) || Boolean(isPrivate) || otherRoots.has(rootOf(host));
}

export function rootOf(host: string): string {
  return host.slice(host.lastIndexOf('.') + 1);
}

function toAscii(text: string): string | undefined {
  // The URL parser would read 0x7f.1 as an address, decode %41, and cut a name off at a slash.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
  if (/^[\x00-\x7f]*$/.test(text) || /[\x00-,/:-@[-^`{-\x7f]/.test(text)) return text.toLowerCase();
  return domainToASCII(text) || undefined;
}

function remarksOn(host: string): IndicatorRemark[] {
  const isListed = hasKnownRoot(host) && !otherRoots.has(rootOf(host));
  return [
    ...(isListed ? [] : (['unlisted_tld'] as const)),
    ...(host.includes('xn--') && isConfusable(domainToUnicode(host))
      ? (['confusable_script'] as const)
      : []),
  ];
}

/** Cyrillic and Greek letters that look Latin. */
const lookalikes = /^[\d\-аәсԁеһіјӏкмпорԛгѕтуԝхѵвнαορνικυτ]+$/u;

function isConfusable(name: string): boolean {
  return name
    .split('.')
    .some(
      (part) =>
        /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(part) &&
        (/\p{Script=Latin}/u.test(part) || lookalikes.test(part)),
    );
}
