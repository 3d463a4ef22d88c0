import { hasKnownRoot } from '../indicator/domain';
import type { IndicatorType } from '../indicator/indicator-type';
import { type IndicatorVerdict, readIndicator } from '../indicator/read-indicator';
import { splitUri } from '../indicator/uri';
import { type Candidate, candidatesIn } from './candidates';

/** An indicator in a text, or a name of which nobody can say whether it is a domain or a file. */
export interface Extracted {
  /** As it stands in the text. */
  readonly raw: string;
  readonly value: string;
  readonly type?: IndicatorType;
  readonly refused?: 'ambiguous';
}

const extractedTypes: ReadonlySet<IndicatorType> = new Set([
  ...(['DOMAIN', 'URI', 'IP_ADDRESS', 'IP_SUBNET', 'IP_PORT', 'EMAIL_ADDRESS'] as const),
  ...(['HASH_MD5', 'HASH_SHA1', 'HASH_SHA256', 'HASH_SHA512'] as const),
]);

/**
 * What a line of a log, a mail or a list names, in its order: URLs, domains, addresses, ranges, e-mail
 * addresses and hashes, raw or defanged, and the host of each that has one; each once. Meant to find too much rather
 * than too little: what is no indicator is known to nobody.
 */
export function extractIndicators(text: string): Extracted[] {
  const found = candidatesIn(text)
    .flatMap(read)
    .flatMap((one) => [one, ...hostWithin(one)]);
  const distinct = new Map(found.map((one) => [`${one.type} ${one.value}`, one]));
  return [...distinct.values()];
}

function read({ raw, kind }: Candidate): Extracted[] {
  if (kind === 'url') return readAs(raw) ?? [];
  if (!mayBe(raw)) return [];
  return readAs(raw) ?? raw.split(/[:?&]+/).flatMap((part) => (mayBe(part) && readAs(part)) || []);
}

/** Most words of a log are none: told before they are read. */
function mayBe(raw: string): boolean {
  return /[.:\])}]/.test(raw) ? /[.:@\])}]./.test(raw) : /^[0-9a-f]{32,128}$/i.test(raw);
}

function readAs(raw: string): Extracted[] | undefined {
  const verdict = readIndicator(unescaped(raw));
  if (verdict.kind === 'refused') return ambiguousName(raw, verdict);
  const { type, value } = verdict.indicator;
  if (!extractedTypes.has(type))
    return type === 'FILE_NAME' || type === 'URI_PATH' ? [] : undefined;
  if (type === 'IP_ADDRESS' && isOtherThanAddress(raw)) return [];
  return [{ raw, value, type }];
}

/** As JSON and HTML write what stands in a URL. */
function unescaped(raw: string): string {
  return raw.replaceAll('\\/', '/').replaceAll('\\u0026', '&').replaceAll('&amp;', '&');
}

/** `form.zip`: told, because to miss a domain in silence is worse. A name with no root at all is a word. */
function ambiguousName(
  raw: string,
  { reason, candidates = [] }: Extract<IndicatorVerdict, { kind: 'refused' }>,
): Extracted[] | undefined {
  if (reason !== 'ambiguous' || !candidates.includes('DOMAIN')) return undefined;
  if (!hasKnownRoot(raw.toLowerCase())) return /[:?&]/.test(raw) ? undefined : [];
  return [{ raw, value: raw, refused: 'ambiguous' }];
}

/** An EUI-64 (`aa:bb:cc:dd:ee:ff:00:11`), or words joined as programs do (`abe::ada`). */
function isOtherThanAddress(raw: string): boolean {
  if (!raw.includes(':')) return false;
  return !/\d/.test(raw) || /^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i.test(raw);
}

function hostWithin({ raw, value, type }: Extracted): Extracted[] {
  const host = type === undefined ? undefined : hostOf(type, value);
  if (!host) return [];
  const verdict = readIndicator(host);
  if (verdict.kind === 'refused' || !extractedTypes.has(verdict.indicator.type)) return [];
  return [{ raw, value: verdict.indicator.value, type: verdict.indicator.type }];
}

function hostOf(type: IndicatorType, value: string): string | undefined {
  if (type === 'EMAIL_ADDRESS') return value.slice(value.lastIndexOf('@') + 1);
  if (type === 'IP_PORT') return value.slice(0, value.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return type === 'URI' ? splitUri(value)?.host.replace(/^\[|\]$/g, '') : undefined;
}
