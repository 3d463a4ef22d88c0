import type { IndicatorType } from '../indicator/indicator-type';

/** As MISP's warninglists name them. */
export const listTypes = ['string', 'hostname', 'cidr', 'substring', 'regex'] as const;
export type ListType = (typeof listTypes)[number];

export const knownGoodLimits = {
  /** Of one upload: 8 bytes each, in an item of at most 400 KB. */
  entriesOfPiece: 20_000,
  piecesOfList: 25,
  lists: 200,
  /** Of all lists together: every environment of the publisher holds them. */
  entries: 500_000,
  entryLength: 512,
} as const;

/** A list as it is looked into: its entries are hashes, so that half a million take a few megabytes. */
export interface KnownGoodList {
  readonly id: string;
  readonly name: string;
  /** Absent: to all. */
  readonly appliesTo?: readonly IndicatorType[] | undefined;
  readonly hashes: Iterable<number>;
  /** Prefix lengths of its networks: `4/24`, `6/48`. */
  readonly networks: readonly string[];
}

const types: Readonly<Record<string, readonly IndicatorType[]>> = {
  domain: ['DOMAIN', 'NAME_SERVER'],
  hostname: ['DOMAIN', 'NAME_SERVER'],
  url: ['URI'],
  uri: ['URI'],
  'ip-src': ['IP_ADDRESS', 'IP_SUBNET'],
  'ip-dst': ['IP_ADDRESS', 'IP_SUBNET'],
  'ip-src|port': ['IP_PORT'],
  'ip-dst|port': ['IP_PORT'],
  'email-src': ['EMAIL_ADDRESS'],
  'email-dst': ['EMAIL_ADDRESS'],
  'target-email': ['EMAIL_ADDRESS'],
  'phone-number': ['TELEPHONE'],
  'user-agent': ['USER_AGENT'],
  filename: ['FILE_NAME'],
  md5: ['HASH_MD5'],
  sha1: ['HASH_SHA1'],
  sha256: ['HASH_SHA256'],
  sha512: ['HASH_SHA512'],
  ssdeep: ['HASH_SSDEEP'],
  imphash: ['HASH_IMPHASH'],
};

/** Our types for the attributes that a MISP list is meant for; undefined, so all, where it names none that we know. */
export function appliesTo(attributes: readonly string[]): readonly IndicatorType[] | undefined {
  const known = attributes.flatMap((attribute) => types[attribute] ?? []);
  return known.length > 0 ? [...new Set(known)] : undefined;
}
