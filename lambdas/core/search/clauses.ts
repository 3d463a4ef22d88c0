import { blockOf } from '../blocks';
import { registrableDomain } from '../indicator/registrable-domain';
import {
  type ListedToken,
  tokens as lists,
  pointersOf,
  prefixText,
  textCharacters,
} from '../pointers';
import { DomainError } from '../problem';
import type { Projection } from '../projection';
import { wordsOf } from '../words';
import type { Clause } from './clause';
import { networkClause } from './network-clause';
import type { Wanted } from './read-q';
import type { SearchQuery } from './search-query';

const everything: Clause = { name: 'all', rank: 9, tokens: [lists.all] };

/** Whether an opinion is one that a clause's lists lead to, by itself or by lists that comments on its indicator are in. */
export function satisfies(
  projection: Projection,
  clauses: readonly Clause[],
  commented: readonly ListedToken[] = [],
): boolean {
  const pointers = [...pointersOf(projection), ...commented];
  return clauses.every(
    ({ tokens, fits, holdsFor }) =>
      pointers.some(({ token, text = '' }) => tokens.includes(token) && (fits?.(text) ?? true)) &&
      (holdsFor?.(projection) ?? true),
  );
}

/** Every condition of a query that has lists, and the list of everything for one that has none. */
export function clausesOf(query: SearchQuery, wanted: Wanted | undefined): Clause[] {
  const { tags, owners, types, tagMatch, kind } = query;
  return [
    ...(wanted ? valueClauses(wanted, kind) : []),
    ...(tags && tagMatch === 'any' ? [named('tag', 3, tags.map(lists.tag))] : []),
    ...(tags && tagMatch === 'all' ? tags.map((tag) => named('tag', 3, [lists.tag(tag)])) : []),
    ...(owners ? [named('owner', 3, owners.map(lists.owner))] : []),
    ...(types ? [named('type', 4, types.map(lists.type))] : []),
    everything,
  ];
}

function named(name: string, rank: number, tokens: readonly string[]): Clause {
  return { name, rank, tokens: [...new Set(tokens)] };
}

function valueClauses(wanted: Wanted, kind: SearchQuery['kind']): Clause[] {
  switch (wanted.mode) {
    case 'exact':
      return [];
    case 'prefix':
      return [prefixClause(wanted.starts)];
    case 'below':
    case 'host':
      return [hostClause(wanted)];
    case 'contains':
    case 'inside':
      return [networkClause(wanted)];
    case 'words':
      return wordClauses(wanted.words, kind);
  }
}

function prefixClause(starts: readonly string[]): Clause {
  const tokens = starts.map(lists.prefix);
  const shown = starts.map((start) => start.slice(0, textCharacters));
  const fits = (text: string) => shown.some((start) => text.startsWith(start));
  const holdsFor = ({ type, value }: Projection) =>
    starts.some((start) => prefixText({ type, value }).startsWith(start));
  return { ...named('prefix', 2, tokens), fits, holdsFor };
}

function hostClause({ mode, host }: Extract<Wanted, { mode: 'below' | 'host' }>): Clause {
  if (blockOf(host))
    return { ...networkClause({ mode: 'inside', cidr: host }), name: mode, holdsFor: isUri };
  const registrable = registrableDomain({ type: 'DOMAIN', value: host });
  if (registrable === undefined) throw publicSuffix(mode);
  const fits =
    mode === 'host'
      ? (text: string) => text === host
      : (text: string) => text === host || text.endsWith(`.${host}`);
  const clause = { ...named(mode, 1, [lists.host(registrable)]), fits };
  return mode === 'host' ? { ...clause, holdsFor: isUri } : clause;
}

function isUri({ type }: Projection): boolean {
  return type === 'URI';
}

/** Comments are about indicators: a single opinion is found by its own words. */
function wordClauses(written: string, kind: SearchQuery['kind']): Clause[] {
  const words = wordsOf(written);
  if (words.length === 0) {
    throw new DomainError(
      'field.invalid',
      'There is no word in it: a word has 3 to 32 letters or digits. For a part of a value take mode=prefix.',
      { pointer: '/q' },
    );
  }
  const isCommented = kind === 'indicator';
  return words.map((word) =>
    named('word', 3, [lists.word(word), ...(isCommented ? [lists.commented(word)] : [])]),
  );
}

function publicSuffix(mode: 'below' | 'host'): DomainError {
  return new DomainError(
    'field.invalid',
    mode === 'below'
      ? 'Below this suffix anybody can register a name of his own: search below one of those names.'
      : 'This is a public suffix, not a host of somebody: take mode=prefix with the host and a slash.',
    { pointer: '/q' },
  );
}
