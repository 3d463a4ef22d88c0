import type { IndicatorRemark } from '../indicator/canonical';

/** What was done to `q` on the way, in words. */
const words: Readonly<Record<IndicatorRemark, string>> = {
  refanged: 'It was defanged; what it stands for is searched.',
  confusable_script: 'Its letters look like those of another script.',
  default_port_dropped: 'The port is the one of its scheme and was left out.',
  host_bits_cleared: 'Bits behind the network’s length were cleared.',
  ipv4_mapped: 'An IPv4 address in IPv6’s clothes is the IPv4 address.',
  reserved_address: 'The address is reserved: nobody is reached by it in the internet.',
  trailing_punctuation: 'It ends in punctuation, which may not be part of it.',
  unlisted_scheme: 'Its scheme is none that is known.',
  unlisted_tld: 'It ends in no suffix of the Public Suffix List.',
  userinfo_in_uri: 'What stands before the @ is no host.',
};

export function describeRemark(code: IndicatorRemark): { code: IndicatorRemark; detail: string } {
  return { code, detail: words[code] };
}
