import { getDomain } from 'tldts';
import type { Indicator } from './read-indicator';
import { splitUri } from './uri';

/**
 * The domain that somebody registered, by the Public Suffix List with its private section: below
 * `duckdns.org` each name is its own. Undefined for a suffix alone, an address, or a type without a host.
 */
export function registrableDomain({
  type,
  value,
}: Pick<Indicator, 'type' | 'value'>): string | undefined {
  const host = hostOf(type, value);
  return (
    (host && getDomain(host, { allowPrivateDomains: true, validateHostname: false })) || undefined
  );
}

/** The name that a value stands for, or its host; an address too, as it is written. */
export function hostOf(type: Indicator['type'], value: string): string | undefined {
  if (type === 'DOMAIN' || type === 'NAME_SERVER') return value;
  if (type === 'EMAIL_ADDRESS') return value.slice(value.lastIndexOf('@') + 1);
  return type === 'URI' ? splitUri(value)?.host : undefined;
}
