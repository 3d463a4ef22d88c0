import type { IndicatorRemark } from '../indicator/canonical';
import type { IndicatorType } from '../indicator/indicator-type';
import { type IndicatorVerdict, readIndicator } from '../indicator/read-indicator';
import { refang } from '../indicator/refang';
import { splitUri } from '../indicator/uri';
import { prefixCharacters } from '../pointers';
import { DomainError } from '../problem';
import { refuseWildcards } from './refuse-wildcards';
import type { SearchMode } from './search-query';

/** `q` as it was understood. */
export type Wanted =
  | { readonly mode: 'exact'; readonly targets: readonly Target[] }
  | { readonly mode: 'prefix'; readonly starts: readonly string[] }
  | { readonly mode: 'below' | 'host'; readonly host: string }
  | { readonly mode: 'contains' | 'inside'; readonly cidr: string }
  | { readonly mode: 'words'; readonly words: string };

export interface Target {
  readonly type: IndicatorType;
  readonly value: string;
}

export interface ReadQ {
  readonly wanted: Wanted;
  readonly remarks: readonly IndicatorRemark[];
}

export function readQ(q: string, mode: SearchMode, types: readonly IndicatorType[] = []): ReadQ {
  if (mode === 'auto') return readAuto(q, types);
  if (mode === 'exact') return readExact(q, types);
  refuseWildcards(q);
  if (mode === 'words') return { wanted: { mode, words: q }, remarks: [] };
  if (mode === 'prefix') return readPrefix(q);
  if (mode === 'below' || mode === 'host') return readHost(q, mode);
  return readNetwork(q, mode);
}

/** What reads as an indicator is one; of a value that may be two things both are looked for. */
function readAuto(q: string, types: readonly IndicatorType[]): ReadQ {
  const found = targetsOf(q, types);
  if (found.targets.length > 0) return exactly(found);
  refuseWildcards(q);
  return { wanted: { mode: 'words', words: q }, remarks: [] };
}

function readExact(q: string, types: readonly IndicatorType[]): ReadQ {
  const found = targetsOf(q, types);
  if (found.targets.length > 0) return exactly(found);
  if (found.refusal?.reason === 'pattern') refuseWildcards(q);
  const { reason = 'unrecognised', detail = 'It is no value of these types.' } =
    found.refusal ?? {};
  throw new DomainError('indicator.refused', detail, { pointer: '/q', extra: { reason } });
}

interface Found {
  readonly targets: readonly Target[];
  readonly remarks: readonly IndicatorRemark[];
  readonly refusal?: Extract<IndicatorVerdict, { kind: 'refused' }> | undefined;
}

function targetsOf(q: string, types: readonly IndicatorType[]): Found {
  const first = types.length > 0 ? types.map((type) => readIndicator(q, type)) : [readIndicator(q)];
  const verdicts = first.flatMap((verdict) =>
    verdict.kind === 'refused' && verdict.candidates
      ? verdict.candidates.map((type) => readIndicator(q, type))
      : [verdict],
  );
  const read = verdicts.flatMap((verdict) => (verdict.kind === 'indicator' ? [verdict] : []));
  const targets = read.map(({ indicator: { type, value } }) => ({ type, value }));
  const refusal = verdicts.find((verdict) => verdict.kind === 'refused');
  return { targets, remarks: [...new Set(read.flatMap(({ remarks }) => remarks))], refusal };
}

function exactly({ targets, remarks }: Found): ReadQ {
  return { wanted: { mode: 'exact', targets }, remarks };
}

/** A host is in lower case; what stands behind it, and what is no host, as it was written. */
function readPrefix(q: string): ReadQ {
  const text = refang(q.trim()).normalize('NFC');
  const bare = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const lowered = bare.replace(/^[^/?#]*/, (host) => host.toLowerCase());
  if (bare.length < prefixCharacters) {
    throw badQ(`A prefix has at least ${prefixCharacters} characters, without the scheme.`);
  }
  const starts = [...new Set([lowered, bare])];
  return { wanted: { mode: 'prefix', starts }, remarks: text === q ? [] : ['refanged'] };
}

function readHost(q: string, mode: 'below' | 'host'): ReadQ {
  const address = mode === 'host' ? readIndicator(q, 'IP_ADDRESS') : undefined;
  if (address?.kind === 'indicator') {
    return { wanted: { mode, host: address.indicator.value }, remarks: address.remarks };
  }
  const written = splitUri(refang(q.trim()))?.host ?? q;
  const domain = readIndicator(written, 'DOMAIN');
  if (domain.kind === 'refused') throw badQ(domain.detail);
  return { wanted: { mode, host: domain.indicator.value }, remarks: domain.remarks };
}

function readNetwork(q: string, mode: 'contains' | 'inside'): ReadQ {
  const address = readIndicator(q, 'IP_ADDRESS');
  const read = address.kind === 'indicator' ? address : readIndicator(q, 'IP_SUBNET');
  if (read.kind === 'refused') throw badQ('An address or a network: 192.0.2.1, 2001:db8::/32.');
  return { wanted: { mode, cidr: read.indicator.value }, remarks: read.remarks };
}

export function badQ(detail: string): DomainError {
  return new DomainError('field.invalid', detail, { pointer: '/q' });
}
