import ipaddr from 'ipaddr.js';
import { canonicalIp, canonicalSubnet } from './indicator/ip';

const [networkBitsOfIpv4, networkBitsOfIpv6] = [24, 48];

/**
 * The network that stands for whoever sends from an address, where nobody else is known: an IPv4 /24 or an IPv6 /48,
 * which is what one house is given. An IPv4-mapped address is the IPv4 address; what is no address is one network.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? networkBitsOfIpv4 : networkBitsOfIpv6;
  const cidr = `${parsed.toNormalizedString()}/${bits}`;
  const network =
    parsed.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${bits}`;
}

/** Whether an address is in one of the networks, each an address or a block. What is no address is in none. */
export function isWithin(networks: readonly string[], address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((entry) => {
    const [network, bits] = blockOf(entry);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}

/** Whether each of the inner networks lies in one of the outer. */
export function coversAll(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.every((entry) => {
    const [address, bits] = blockOf(entry);
    return outer.some((one) => {
      const [network, networkBits] = blockOf(one);
      return (
        network.kind() === address.kind() &&
        networkBits <= bits &&
        address.match(network, networkBits)
      );
    });
  });
}

function blockOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (entry.includes('/')) return ipaddr.parseCIDR(entry);
  const address = ipaddr.parse(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** An address or a block in the one spelling that is kept; undefined for anything else. */
export function canonicalNetwork(text: string): string | undefined {
  const read = text.includes('/') ? canonicalSubnet(text) : canonicalIp(text);
  return read.kind === 'canonical' ? read.value : undefined;
}
