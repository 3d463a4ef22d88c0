import { createHash } from 'node:crypto';
import { canonicalDomain } from '../indicator/domain';
import { canonicalIp, canonicalSubnet } from '../indicator/ip';
import { readIndicator } from '../indicator/read-indicator';
import { knownGoodLimits, type ListType } from './list';

/** Why an entry is left out. */
export const skipReasons = [
  /** A stranger's pattern may take for ever on a text, and match what nobody foresaw. */
  'regex',
  /** Any value may contain it: only a name or an address is taken from a list of substrings. */
  'substring',
  'malformed',
  /** A network of more than an eighth of all addresses. */
  'too_broad',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export type EntryVerdict =
  | { readonly kind: 'entry'; readonly key: string; readonly network?: string }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

const shortestPrefix = 3;

/** What an entry of a list says, as a key that a look-up can form from an indicator. */
export function readEntry(type: ListType, entry: string): EntryVerdict {
  const text = entry.trim();
  if (type === 'regex') return skipped('regex');
  if (text === '' || text.length > knownGoodLimits.entryLength) return skipped('malformed');
  if (text.includes('/') && /^[\da-f:.]+\/\d{1,3}$/i.test(text)) return networkEntry(text);
  const address = canonicalIp(text);
  if (address.kind === 'canonical') return { kind: 'entry', key: exactKey(address.value) };
  if (type === 'cidr') return skipped('malformed');
  const name = canonicalDomain(text.replace(/^(\*?\.)/, ''));
  if (name.kind === 'canonical') return { kind: 'entry', key: exactKey(name.value) };
  if (type !== 'string') return skipped(type === 'substring' ? 'substring' : 'malformed');
  const verdict = readIndicator(text);
  return {
    kind: 'entry',
    key: exactKey(verdict.kind === 'indicator' ? verdict.indicator.value : text),
  };
}

function networkEntry(text: string): EntryVerdict {
  const network = canonicalSubnet(text);
  if (network.kind === 'refused') return skipped('malformed');
  const length = Number(network.value.split('/')[1]);
  if (length < shortestPrefix) return skipped('too_broad');
  return { kind: 'entry', key: networkKey(network.value), network: prefixOf(network.value) };
}

function skipped(reason: SkipReason): EntryVerdict {
  return { kind: 'skipped', reason };
}

export function exactKey(value: string): string {
  return `is ${value}`;
}

export function networkKey(network: string): string {
  return `in ${network}`;
}

/** `4/24` of `192.0.2.0/24`. */
export function prefixOf(network: string): string {
  return `${network.includes(':') ? 6 : 4}/${network.split('/')[1]}`;
}

/** The first 53 bits of SHA-256: as many as a number holds exactly. */
export function hashOf(key: string): number {
  const digest = createHash('sha256').update(key).digest();
  return digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) >> 3);
}
