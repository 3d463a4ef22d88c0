/** What a deployment allows of the addresses that members name. */
export interface EgressRules {
  /** By https. */
  readonly ports: readonly number[];
  /** On a developer's machine only: http and https to 127.0.0.1, at any port. */
  readonly allowsLoopback: boolean;
  /** Under which the exchange itself is called, as URLs have them (with a port that is not 443): it does not call itself. */
  readonly ownHosts: readonly string[];
}

export const strictRules: EgressRules = { ports: [443], allowsLoopback: false, ownHosts: [] };

/** Why a URL is not called, and how to mend it. */
export const urlRefusals = {
  malformed:
    'This is no URL. Write it as https://host.example/path, without spaces or backslashes.',
  too_long: 'A URL has at most 2,048 characters.',
  not_https: 'Only https is called.',
  has_userinfo: 'A URL may not carry a user name or a password; put a secret into the path.',
  is_address: 'Name the host by its domain name; addresses are refused in every spelling.',
  not_public: 'Name a host that everybody can resolve; this name is for use inside a network.',
  invalid_host: 'The host is no domain name. Write it without a dot at its end.',
  own_host: 'This is the exchange itself, which does not call itself.',
  port_refused: 'This port is not called. Leave it out, so that it is 443.',
} as const;

export type UrlRefusal = keyof typeof urlRefusals;

/** Where a call goes: what of a URL is used, and nothing that could be read in two ways. */
export interface Target {
  /** As it is kept and shown: the URL in its one spelling. */
  readonly url: string;
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** Host and port, as the header says them. */
  readonly authority: string;
  /** Path and query. */
  readonly path: string;
  readonly isLoopback: boolean;
}

export type UrlCheck = { readonly target: Target } | { readonly refused: UrlRefusal };

const longest = 2048;
const loopback = '127.0.0.1';
const ambiguous = /[\s\\\p{Cc}]/u;
const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;
const domainName =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names of special use, and those that networks commonly give to themselves. */
const inside = new Set(
  'alt arpa corp home internal intranet invalid lan local localdomain localhost onion private'.split(
    ' ',
  ),
);

export function checkUrl(text: string, rules: EgressRules): UrlCheck {
  if (text.length > longest) return { refused: 'too_long' };
  if (ambiguous.test(text) || !URL.canParse(text)) return { refused: 'malformed' };
  const url = new URL(text);
  const isLoopback = rules.allowsLoopback && url.hostname === loopback;
  const refused = refusalOf(url, rules, isLoopback);
  return refused ? { refused } : { target: targetOf(url, isLoopback) };
}

function refusalOf(url: URL, rules: EgressRules, isLoopback: boolean): UrlRefusal | undefined {
  const isWeb = url.protocol === 'https:' || (isLoopback && url.protocol === 'http:');
  if (!isWeb) return 'not_https';
  if (url.username !== '' || url.password !== '') return 'has_userinfo';
  if (rules.ownHosts.includes(url.host.replace(/\.$/, ''))) return 'own_host';
  if (isLoopback) return undefined;
  return (
    hostRefusal(url.hostname) ?? (rules.ports.includes(portOf(url)) ? undefined : 'port_refused')
  );
}

function hostRefusal(host: string): UrlRefusal | undefined {
  if (host.startsWith('[') || ipv4.test(host)) return 'is_address';
  const labels = host.replace(/\.$/, '').split('.');
  if (labels.length < 2 || inside.has(labels.at(-1) ?? '')) return 'not_public';
  return domainName.test(host) ? undefined : 'invalid_host';
}

function targetOf(url: URL, isLoopback: boolean): Target {
  url.hash = '';
  return {
    url: url.href,
    isSecure: url.protocol === 'https:',
    host: url.hostname,
    port: portOf(url),
    authority: url.host,
    path: `${url.pathname}${url.search}`,
    isLoopback,
  };
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}
