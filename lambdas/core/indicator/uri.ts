import { type Canonical, canonical, type IndicatorRemark, invalid, refused } from './canonical';
import { canonicalDomain } from './domain';
import { canonicalIp, isIpv4, isPort } from './ip';
import { refuseTemplate } from './template';

/** The parts of a URI as they stand; an empty scheme is a URI that was written without one. */
export interface UriParts {
  readonly scheme: string;
  readonly userinfo: string | undefined;
  readonly host: string;
  readonly port: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

const defaultPorts: Readonly<Record<string, string>> = {
  ...{ http: '80', https: '443', ftp: '21', ws: '80', wss: '443', ssh: '22' },
};
const listedSchemes = new Set([
  ...Object.keys(defaultPorts),
  ...['ftps', 'sftp', 'file', 'smb', 'tcp', 'udp', 'tls', 'ldap', 'ldaps', 'irc', 'rtsp', 'telnet'],
]);

const shape = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)(.*)$/is;

/** Splits by RFC 3986; the host is what follows the last @ of the authority, whatever stands before it. */
export function splitUri(text: string): UriParts | undefined {
  const [, scheme = '', authority = '', rest = ''] = shape.exec(text) ?? [];
  const isWebDav = scheme.toLowerCase() === 'file' && /@\d{1,5}$/.test(authority);
  const at = isWebDav ? -1 : authority.lastIndexOf('@');
  const place = authority.slice(at + 1);
  const separator = isWebDav ? '@' : ':';
  const end = place.endsWith(']') ? -1 : place.lastIndexOf(separator);
  const host = end < 0 ? place : place.slice(0, end);
  if (host === '' || authority.includes('\\')) return undefined;
  return {
    scheme: scheme.toLowerCase(),
    userinfo: at < 0 ? undefined : authority.slice(0, at),
    host,
    port: end < 0 ? '' : place.slice(end),
    rest,
  };
}

/**
 * Scheme and host in lower case, host as A-labels or RFC 5952, default port dropped, an empty path as `/`,
 * and what can't stand in a URI percent-encoded. Everything else stays: paths are not resolved, query and
 * fragment keep their order, case and escapes, and no scheme is invented.
 */
export function canonicalUri(text: string): Canonical {
  if (/[,;|]\s*(?:https?|ftp):\/\//i.test(text)) {
    return refused('several_values', 'More than one address in one value: give each by itself.');
  }
  const template = refuseTemplate(text);
  if (template) return template;
  const parts = splitUri(text);
  if (!parts) return invalid('A URI has a host: an address or a domain.');
  const host = canonicalHost(parts.host);
  if (host.kind === 'refused') return host;
  const port = canonicalPort(parts);
  if (port === undefined) return invalid('The port is a number from 1 to 65535.');
  const rest = /^[?#]|^$/.test(parts.rest) ? `/${parts.rest}` : parts.rest;
  const scheme = parts.scheme && `${parts.scheme}://`;
  const userinfo = parts.userinfo === undefined ? '' : `${escapeUri(parts.userinfo)}@`;
  const value = `${scheme}${userinfo}${host.value}${port}${escapeUri(rest)}`;
  return canonical(value, [...host.remarks, ...remarksOn(parts, port, rest)]);
}

function canonicalHost(host: string): Canonical {
  if (isIpv4(host)) return canonicalIp(host);
  if (!/^\[[0-9a-f:.]+\]$/i.test(host)) return canonicalDomain(host);
  const address = canonicalIp(host);
  if (address.kind === 'refused' || !address.value.includes(':')) return address;
  return { ...address, value: `[${address.value}]` };
}

function canonicalPort({ scheme, port }: UriParts): string | undefined {
  if (port === '' || port === ':') return '';
  const number = port.slice(1);
  if (!isPort(number)) return undefined;
  const plain = String(Number(number));
  return plain === defaultPorts[scheme] ? '' : port.charAt(0) + plain;
}

function remarksOn(parts: UriParts, port: string, rest: string): IndicatorRemark[] {
  const { scheme, userinfo } = parts;
  return [
    ...(userinfo === undefined ? [] : (['userinfo_in_uri'] as const)),
    ...(scheme === '' || listedSchemes.has(scheme) ? [] : (['unlisted_scheme'] as const)),
    ...(parts.port.length > 1 && port === '' ? (['default_port_dropped'] as const) : []),
    ...(/[.,;:)\]'"]$/.test(rest) ? (['trailing_punctuation'] as const) : []),
  ];
}

/** A path alone, as lists of what malware asks a server for give it. */
export function canonicalUriPath(text: string): Canonical {
  if (!text.startsWith('/') || text.length < 2) return invalid('A path begins with a slash.');
  return refuseTemplate(text) ?? canonical(escapeUri(text));
}

/** Percent-encodes what RFC 3986 does not allow to stand; escapes that are there stay as they are. */
function escapeUri(text: string): string {
  return text.replace(/[^\x21-\x7e]|["`\\]/gu, encodeURIComponent);
}
