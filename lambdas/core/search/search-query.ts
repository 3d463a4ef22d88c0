import type { Audience } from '../audience';
import type { Opinion, Status } from '../descriptor';
import type { IndicatorType } from '../indicator/indicator-type';
import type { ReactionKind } from '../remark';
import type { Tlp } from '../tlp-rules';

/** How `q` is read. `auto` is `exact` where it reads as an indicator, else `words`. */
export const searchModes = [
  'auto',
  'exact',
  'prefix',
  'below',
  'host',
  'contains',
  'inside',
  'words',
] as const;
export type SearchMode = (typeof searchModes)[number];

export const facetNames = ['type', 'tag', 'status', 'owner'] as const;
export type FacetName = (typeof facetNames)[number];

/** From `since` on and before `until`; microseconds. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

export const always: Span = { since: 0, until: Number.MAX_SAFE_INTEGER };

/** What is asked for; what is absent is not asked. Of a list any one does, of `tags` as `tagMatch` says. */
export interface SearchQuery {
  readonly kind: 'indicator' | 'descriptor';
  readonly q?: string | undefined;
  readonly mode: SearchMode;
  readonly types?: readonly IndicatorType[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly tagMatch: 'all' | 'any';
  readonly owners?: readonly string[] | undefined;
  readonly audiences?: readonly Audience[] | undefined;
  readonly statuses?: readonly Status[] | undefined;
  readonly severities?: readonly Opinion['severity'][] | undefined;
  readonly tlps?: readonly Tlp[] | undefined;
  readonly reviews?: readonly Opinion['reviewStatus'][] | undefined;
  readonly reactions?: readonly ReactionKind[] | undefined;
  readonly confidence?: { readonly least: number; readonly most: number } | undefined;
  readonly published: Span;
  readonly changed: Span;
  readonly active?: Span | undefined;
  /** What is live, the caller's own that is over, or both. */
  readonly shown: 'live' | 'over' | 'both';
  readonly isDisputed?: boolean | undefined;
  readonly newestFirst: boolean;
}
