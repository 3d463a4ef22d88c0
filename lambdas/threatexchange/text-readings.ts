import { readIndicator } from '../core/indicator/read-indicator';
import { registrableDomain } from '../core/indicator/registrable-domain';
import { prefixCharacters, prefixText } from '../core/pointers';
import type { Projection } from '../core/projection';
import { clausesOf, satisfies } from '../core/search/clauses';
import { readQ } from '../core/search/read-q';
import type { SearchMode } from '../core/search/search-query';
import { wordsOf } from '../core/words';
import { queryOf, type SearchFields } from '../search/query-of';
import { isRefusal } from './graph-error';

/** One way to read a text, and what is found by it. */
export interface Reading {
  readonly fields: SearchFields;
  readonly holds: (found: Said) => boolean;
}

/** What an opinion says, as far as a text finds it. */
export type Said = Pick<Projection, 'type' | 'value' | 'tags'> & { readonly description?: unknown };

/**
 * Strictly a text is a value. Else it is that, or what begins with it; of a domain what is below it, of an address the
 * URLs that lead to it; and a text in what is said. Each reading is there for what those before it do not find.
 */
export function readingsOf(fields: SearchFields): Reading[] {
  const { q, mode } = fields;
  if (q === undefined) return [{ fields, holds: () => true }];
  const exact = exactReading(fields);
  if (mode === 'exact') return exact;
  const isValue = exact.length > 0 || readIndicator(q).kind === 'indicator';
  return [
    ...exact,
    ...wideModes(q, isValue).map((wide) => valueReading(fields, wide)),
    ...(wordsOf(q).length > 0 ? [textReading(fields, isValue)] : []),
  ];
}

/** A text that is no value of the type is the value of nothing. */
function exactReading(fields: SearchFields): Reading[] {
  try {
    return [valueReading(fields, 'exact')];
  } catch (error) {
    if (isRefusal(error) && error.code === 'indicator.refused') return [];
    throw error;
  }
}

function wideModes(q: string, isValue: boolean): SearchMode[] {
  const domain = readIndicator(q, 'DOMAIN');
  if (domain.kind === 'indicator') {
    return registrableDomain(domain.indicator) === undefined ? [] : ['below'];
  }
  if (readIndicator(q, 'IP_ADDRESS').kind === 'indicator') return ['host'];
  const bare = prefixText({ type: 'URI', value: q });
  return !isValue && [...bare].length >= prefixCharacters ? ['prefix'] : [];
}

function valueReading(asked: SearchFields, mode: SearchMode): Reading {
  const fields = { ...asked, mode };
  const { wanted } = readQ(fields.q ?? '', mode, fields.type);
  if (wanted.mode === 'exact') {
    const { targets } = wanted;
    const holds = ({ type, value }: Said) =>
      targets.some((one) => one.type === type && one.value === value);
    return { fields, holds };
  }
  const [clause] = clausesOf(queryOf(fields), wanted);
  return { fields, holds: (said) => clause !== undefined && satisfies(asOpinion(said), [clause]) };
}

function asOpinion({ type, value }: Said): Projection {
  return { type, value, owner: '', tags: [] } as unknown as Projection;
}

/** A value is mentioned as it is written; of other texts all words are. */
function textReading(asked: SearchFields, isValue: boolean): Reading {
  const fields = { ...asked, mode: 'words' } as const;
  const written = (asked.q ?? '').toLowerCase();
  const mentions = ({ description, tags }: Said) =>
    [description, ...tags].join(' ').toLowerCase().includes(written);
  return { fields, holds: isValue ? mentions : () => true };
}
