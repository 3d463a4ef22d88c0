import type { z } from 'zod';
import type { searchRoute } from '../contracts/search.contract';
import { type Audience, groupAudience } from '../core/audience';
import { DomainError } from '../core/problem';
import { always, type SearchQuery, type Span } from '../core/search/search-query';
import { microsOf } from '../core/time';

export type SearchFields = z.output<(typeof searchRoute)['query']> & {
  /** Asks for the page before the cursor, or for the last one: as lists of the graph are paged. */
  readonly isBackwards?: boolean;
  /** The caller's own that is over too, beside what is live. */
  readonly includesExpired?: boolean | undefined;
};

/** The question of a request, without how it wants to be told. */
export function queryOf(fields: SearchFields): SearchQuery {
  if (fields.mode && fields.q === undefined) {
    throw new DomainError('field.invalid', 'It says how q is read: give q too.', {
      pointer: '/mode',
    });
  }
  const { q, mode = 'auto', kind = 'indicator', tagMatch = 'all', type, owner, status } = fields;
  const { severity, tlp, review, disputed } = fields;
  return {
    ...{ kind, q, mode, tagMatch },
    tags: fields.tag?.map((tag) => tag.normalize('NFC').trim()).filter((tag) => tag !== ''),
    ...{ types: type, owners: owner, statuses: status, severities: severity, tlps: tlp },
    ...{ reviews: review, isDisputed: disputed, reactions: fields.reaction },
    audiences: audiencesAsked(fields),
    confidence: confidenceOf(fields),
    published: spanOf(fields, 'published') ?? always,
    changed: spanOf(fields, 'changed') ?? always,
    active: spanOf(fields, 'active'),
    shown: shownOf(fields),
    newestFirst: fields.sort !== 'oldest',
  };
}

function shownOf({ expired, includesExpired }: SearchFields): SearchQuery['shown'] {
  if (includesExpired) return 'both';
  return expired ? 'over' : 'live';
}

function audiencesAsked({ audience, group }: SearchFields): Audience[] | undefined {
  if (!audience && !group) return undefined;
  const groups = (group ?? []).map(groupAudience);
  return [...new Set([...((audience ?? []) as Audience[]), ...groups])].sort();
}

function confidenceOf({ confidenceMin, confidenceMax }: SearchFields): SearchQuery['confidence'] {
  if (confidenceMin === undefined && confidenceMax === undefined) return undefined;
  const range = { least: confidenceMin ?? 0, most: confidenceMax ?? 100 };
  if (range.least > range.most) throw emptyRange('/confidenceMax', '/confidenceMin');
  return range;
}

type Spanned = 'published' | 'changed' | 'active';

function spanOf(fields: SearchFields, name: Spanned): Span | undefined {
  const [since, until] = [fields[`${name}Since`], fields[`${name}Until`]];
  if (since === undefined && until === undefined) return undefined;
  const span = {
    since: since === undefined ? always.since : microsOf(since),
    until: until === undefined ? always.until : microsOf(until),
  };
  if (span.since >= span.until) throw emptyRange(`/${name}Until`, `/${name}Since`);
  return span;
}

function emptyRange(pointer: string, other: string): DomainError {
  return new DomainError('field.invalid', `Nothing is between it and ${other}.`, { pointer });
}
