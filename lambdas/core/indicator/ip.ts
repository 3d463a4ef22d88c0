import ipaddr from 'ipaddr.js';
import { type Canonical, canonical, type IndicatorRemark, invalid, withRemark } from './canonical';

const octet = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const ipv4Tail = new RegExp(`:${octet}(?:\\.${octet}){3}$`);
const ipv6 = /^(?=.*:.*:)[0-9a-f:]+(?:\.\d+\.\d+\.\d+)?$/i;

export function isIpv4(text: string): boolean {
  return ipv4.test(text);
}

/** IPv6 in any of its spellings, without a zone. */
export function isIpv6(text: string): boolean {
  if (!ipv6.test(text) || (text.includes('.') && !ipv4Tail.test(text))) return false;
  return ipaddr.IPv6.isValid(withoutIpv4Tail(text));
}

/** Hexadecimal first, because ipaddr.js takes `::192.0.2.1` for `::ffff:192.0.2.1`, another address. */
function withoutIpv4Tail(text: string): string {
  const [tail = ''] = /[\d.]+$/.exec(text) ?? [];
  if (!tail.includes('.')) return text;
  const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number);
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return text.slice(0, -tail.length) + groups.join(':');
}

function parseIpv6(text: string): ipaddr.IPv6 {
  return ipaddr.IPv6.parse(withoutIpv4Tail(text));
}

/** Dotted decimal without leading zeros, or RFC 5952. An IPv4-mapped address is the IPv4 address. */
export function canonicalIp(text: string): Canonical {
  if (isIpv4(text)) return canonical(text, reserved(ipaddr.IPv4.parse(text)));
  const inner = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (isIpv6(inner)) return fromIpv6(parseIpv6(inner));
  if (/^\d+(\.\d+){3}$/.test(text)) {
    return invalid('Each part of an IPv4 address is 0 to 255, decimal, without leading zeros.');
  }
  if (inner.includes('%')) return invalid('Leave out the zone after the % sign.');
  return invalid('Not an IPv4 or IPv6 address.');
}

function fromIpv6(address: ipaddr.IPv6): Canonical {
  if (!address.isIPv4MappedAddress()) {
    return canonical(address.toRFC5952String(), reserved(address));
  }
  const mapped = address.toIPv4Address();
  return canonical(mapped.toString(), ['ipv4_mapped', ...reserved(mapped)]);
}

/** A block with its host bits cleared. A mask in dotted form is refused: it may not be contiguous. */
export function canonicalSubnet(text: string): Canonical {
  const [, address = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const isV4 = isIpv4(address);
  if (!isV4 && !isIpv6(address)) return invalid('A subnet is an address, a slash and a length.');
  const bits = Number(length);
  if (bits > (isV4 ? 32 : 128)) return invalid(`The length is at most ${isV4 ? 32 : 128}.`);
  const parsed = isV4 ? ipaddr.IPv4.parse(address) : parseIpv6(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() && bits >= 96) {
    return withRemark(canonicalSubnet(`${parsed.toIPv4Address()}/${bits - 96}`), 'ipv4_mapped');
  }
  const bytes = parsed.toByteArray();
  const network = bytes.map((byte, at) => byte & maskOf(bits - 8 * at));
  const first = isV4 ? new ipaddr.IPv4(network) : new ipaddr.IPv6(network);
  const name = first instanceof ipaddr.IPv6 ? first.toRFC5952String() : first.toString();
  const isCleared = network.some((byte, at) => byte !== bytes[at]);
  return canonical(`${name}/${bits}`, isCleared ? ['host_bits_cleared'] : []);
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
}

const withPort = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;

/** `192.0.2.1:443` or `[2001:db8::1]:443`. */
export function canonicalIpPort(text: string): Canonical {
  if (/^[\d.]+:\d+:\d+$/.test(text)) {
    return invalid('An address has one port here: publish each port by itself.');
  }
  const [, v6, v4, port = ''] = withPort.exec(text) ?? [];
  const address = canonicalIp(v6 ?? v4 ?? '');
  if (address.kind === 'refused' || !isPort(port)) {
    return invalid('An IPv4 address or an IPv6 address in brackets, a colon, and a port.');
  }
  const { value, remarks } = address;
  return canonical(`${value.includes(':') ? `[${value}]` : value}:${Number(port)}`, remarks);
}

export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function reserved(address: ipaddr.IPv4 | ipaddr.IPv6): IndicatorRemark[] {
  return address.range() === 'unicast' ? [] : ['reserved_address'];
}
