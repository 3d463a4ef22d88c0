import { type Canonical, type Canonicaliser, canonical } from './canonical';
import { canonicalDomain } from './domain';
import type { IndicatorType } from './indicator-type';
import { canonicalIp, canonicalIpPort, canonicalSubnet } from './ip';
import {
  canonicalAsNumber,
  canonicalBitcoin,
  canonicalCve,
  canonicalEmail,
  canonicalEthereum,
  canonicalMonero,
  canonicalSsdeep,
  canonicalTelephone,
  canonicalTlsh,
  canonicalTron,
  hexOf,
  numberIn,
  wholeNumberIn,
} from './tokens';
import { canonicalUri, canonicalUriPath } from './uri';

/** Types whose values stand for something in a network: they come defanged, and hold no hidden characters. */
export const networkCanonicalisers: Readonly<Partial<Record<IndicatorType, Canonicaliser>>> = {
  DOMAIN: canonicalDomain,
  NAME_SERVER: canonicalDomain,
  URI: canonicalUri,
  URI_PATH: canonicalUriPath,
  IP_ADDRESS: canonicalIp,
  VICTIM_IP: canonicalIp,
  IP_SUBNET: canonicalSubnet,
  IP_PORT: canonicalIpPort,
  EMAIL_ADDRESS: canonicalEmail,
};

const port = wholeNumberIn(1, 65_535);

export const tokenCanonicalisers: Readonly<Partial<Record<IndicatorType, Canonicaliser>>> = {
  AS_NUMBER: canonicalAsNumber,
  CVE: canonicalCve,
  DEST_PORT: port,
  SOURCE_PORT: port,
  HTTP_RESP_CODE: wholeNumberIn(100, 599),
  LATITUDE: numberIn(-90, 90),
  LONGITUDE: numberIn(-180, 180),
  TELEPHONE: canonicalTelephone,
  HASH_MD5: hexOf(32),
  HASH_IMPHASH: hexOf(32),
  HASH_URL_MD5: hexOf(32),
  HASH_VIDEO_MD5: hexOf(32),
  // Never the password itself (reference threatexchange-api.md section 19).
  PASSWORD: hexOf(32),
  HASH_SHA1: hexOf(40),
  HASH_SHA256: hexOf(64),
  HASH_VIDEO_SHA256: hexOf(64),
  HASH_PDQ: hexOf(64),
  HASH_SHA512: hexOf(128),
  HASH_SSDEEP: canonicalSsdeep,
  HASH_TEXT_TLSH: canonicalTlsh,
  WALLET_BITCOIN: canonicalBitcoin,
  WALLET_ETHEREUM: canonicalEthereum,
  WALLET_MONERO: canonicalMonero,
  WALLET_TRON: canonicalTron,
};

/** All other types are text that only its publishers understand: it stays as it is. */
export function canonicalText(text: string): Canonical {
  return canonical(text.replace(/\r\n?/g, '\n'));
}
