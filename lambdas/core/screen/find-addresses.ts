import ipaddr from 'ipaddr.js';
import { isIpv4, isIpv6 } from '../indicator/ip';
import type { Found } from './finding';

/** Dotted quads that are no part of a word or a longer number. */
const quad =
  /(?<![\p{L}\p{N}_.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}(?!\d))?(?![\p{L}\p{N}_]|\.[\p{L}\p{N}])/gu;
/** `version 10.0.0.1`, `Agent/10.0.0.1`: of the private blocks only this one looks like the number of a version. */
const announcesVersion = /(?:\b(?:version|release|build|firmware|ver\.?|v\.)[ :=]{0,2}|[a-z]\/)$/i;

/** Groups of hexadecimal digits and colons that are no part of a word. */
const groups =
  /(?<![\p{L}\p{N}_:.])[0-9a-f]{0,4}:[0-9a-f:]{1,40}(?:(?:\.\d{1,3}){3})?(?:\/\d{1,3})?(?![\p{L}\p{N}_])/giu;

/** The blocks themselves, by name: who writes one tells of no network. */
const wellKnown = new Set(
  '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 fc00::/7 fd00::/8 fe80::/10 ::1/128'.split(
    ' ',
  ),
);

/** Addresses of private networks, of a link and of the machine itself. */
export function findAddresses(text: string): Found[] {
  return [...text.matchAll(quad), ...text.matchAll(groups)].flatMap(({ 0: written, index }) => {
    const kind = kindOf(written);
    const before = text.slice(Math.max(0, index - 12), index);
    const isVersion = written.startsWith('10.') && announcesVersion.test(before);
    if (!kind || isVersion) return [];
    return [{ kind, start: index, end: index + written.length }];
  });
}

function kindOf(written: string): Found['kind'] | undefined {
  const [address = ''] = written.split('/');
  if (wellKnown.has(written.toLowerCase())) return undefined;
  if (!isIpv4(address) && !isIpv6(address)) return undefined;
  const range = ipaddr.process(address).range();
  if (range === 'loopback') return 'loopback_address';
  const isPrivate = range === 'private' || range === 'uniqueLocal' || range === 'linkLocal';
  return isPrivate ? 'private_address' : undefined;
}
