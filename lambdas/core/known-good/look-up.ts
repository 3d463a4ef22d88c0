import { canonicalSubnet } from '../indicator/ip';
import type { Indicator } from '../indicator/read-indicator';
import { registrableDomain } from '../indicator/registrable-domain';
import { splitUri } from '../indicator/uri';
import type { KnownGoodList } from './list';
import { exactKey, hashOf, networkKey } from './read-entry';

export const matchForms = ['exact', 'registrable_domain', 'network'] as const;
export type MatchForm = (typeof matchForms)[number];

export interface KnownGoodHit {
  readonly list: string;
  readonly name: string;
  readonly match: MatchForm;
}

export interface KnownGood {
  /** The lists that have the indicator, or the domain that somebody registered for it; one hit of each. */
  find(indicator: Indicator): KnownGoodHit[];
}

/** One table of all lists: a look-up costs a few hashes, however many lists there are. */
export function knownGood(lists: readonly KnownGoodList[]): KnownGood {
  const listsOf = new Map<number, KnownGoodList[]>();
  for (const list of lists) {
    for (const hash of list.hashes) {
      const others = listsOf.get(hash);
      if (!others) listsOf.set(hash, [list]);
      else if (!others.includes(list)) others.push(list);
    }
  }
  const networks = [...new Set(lists.flatMap((list) => list.networks))];
  return {
    find(indicator) {
      const hits = new Map<string, KnownGoodHit>();
      for (const { key, match } of keysOf(indicator, networks)) {
        for (const { id, name, appliesTo } of listsOf.get(hashOf(key)) ?? []) {
          const applies = appliesTo?.includes(indicator.type) ?? true;
          if (applies && !hits.has(id)) hits.set(id, { list: id, name, match });
        }
      }
      return [...hits.values()];
    },
  };
}

interface Key {
  readonly key: string;
  readonly match: MatchForm;
}

/** Under what an indicator may be listed. A public suffix is no registrable domain, so nothing matches at one. */
function keysOf(indicator: Indicator, networks: readonly string[]): Key[] {
  const { type, value } = indicator;
  const exact = [value, ...(hostOf(indicator) ?? [])];
  const domain = registrableDomain(indicator);
  const address = type === 'IP_SUBNET' ? value : addressOf(indicator);
  return [
    ...[...new Set(exact)].map((one): Key => ({ key: exactKey(one), match: 'exact' })),
    ...(domain ? [{ key: exactKey(domain), match: 'registrable_domain' } as const] : []),
    ...(address ? blocksOf(address, networks) : []),
  ];
}

/** What a list of names or addresses says of the host of a URL or of a port, it says of the whole. */
function hostOf({ type, value }: Indicator): string[] | undefined {
  if (type === 'URI') return [splitUri(value)?.host.replace(/^\[|\]$/g, '') ?? ''];
  return type === 'IP_PORT' ? [value.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')] : undefined;
}

function addressOf(indicator: Indicator): string | undefined {
  const [host = indicator.value] = hostOf(indicator) ?? [];
  return /^[\da-f:]*:[\da-f:.]*$|^\d+(\.\d+){3}$/i.test(host) ? host : undefined;
}

/** The blocks of the lengths in use that hold all of an address or of a network. */
function blocksOf(address: string, networks: readonly string[]): Key[] {
  const [host = '', length] = address.split('/');
  const family = host.includes(':') ? '6/' : '4/';
  const own = Number(length ?? 128);
  return networks.flatMap((network) => {
    const bits = network.slice(2);
    if (!network.startsWith(family) || Number(bits) > own) return [];
    const block = canonicalSubnet(`${host}/${bits}`);
    return block.kind === 'canonical'
      ? [{ key: networkKey(block.value), match: 'network' } as const]
      : [];
  });
}
