import ipaddr from 'ipaddr.js';

/** All unicast addresses that IANA has given out; what is outside is mapped, translated, local or unused. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by its number, yet each machine of that cloud reaches its host's own services there. */
const metadata = new Set(['168.63.129.16']);

/**
 * The one spelling of an address that anybody on the internet can be reached at; undefined for every other, and for
 * every other spelling than those that a resolver or a socket gives.
 */
export function publicAddress(text: string): string | undefined {
  const address = parse(text);
  if (address === undefined || address.range() !== 'unicast') return undefined;
  if (address instanceof ipaddr.IPv6 && !address.match(globalUnicast)) return undefined;
  const spelled = address.toString();
  return metadata.has(spelled) ? undefined : spelled;
}

export function isPublicUnicast(address: string): boolean {
  return publicAddress(address) !== undefined;
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}
