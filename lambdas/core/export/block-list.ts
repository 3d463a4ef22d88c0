import type { IndicatorType } from '../indicator/indicator-type';
import { strictestTlp, type Tlp } from '../tlp-rules';
import type { ExportRow } from './export-row';

/** What a firewall can be given, and the types of each. */
export const listKinds = ['domains', 'ips', 'cidrs', 'urls', 'hashes'] as const;
export type ListKind = (typeof listKinds)[number];

export const typesOfKind: Readonly<Record<ListKind, readonly IndicatorType[]>> = {
  domains: ['DOMAIN'],
  ips: ['IP_ADDRESS'],
  cidrs: ['IP_SUBNET'],
  urls: ['URI'],
  hashes: ['HASH_MD5', 'HASH_SHA1', 'HASH_SHA256', 'HASH_SHA512'],
};

export function typesOf(kinds: readonly ListKind[] = listKinds): IndicatorType[] {
  return kinds.flatMap((kind) => typesOfKind[kind]);
}

/** What is one line and no comment; anything else a reader of lines would take for something else. */
const oneLine = /^[^\s\p{Cc}#][^\s\p{Cc}]*$/u;

/** The value as a line of a block list; nothing where it is of another kind. */
export function listLine({ type, value }: ExportRow, kinds?: readonly ListKind[]): string {
  const isListed = typesOf(kinds).includes(type) && oneLine.test(value);
  return isListed ? `${value}\n` : '';
}

/** How all of it is to be handled, for readers that take a line with # for a comment. */
export function listHeader(tlp: Tlp, at: string): string {
  return `# TLP:${tlp} ${at}\n`;
}

/** Of what is made of several rows; the mildest where there are none. */
export function strictestOf(rows: readonly ExportRow[]): Tlp {
  return strictestTlp(rows.map(({ tlp }) => tlp));
}
