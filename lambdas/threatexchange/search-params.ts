import { fieldProblem } from '../contracts/field-problem';
import { searchPageSize, searchQuery } from '../contracts/search.contract';
import { reviewStatuses, severities, statuses } from '../core/descriptor';
import { shareLevels } from '../core/graph-words';
import { indicatorTypes } from '../core/indicator/indicator-type';
import type { SearchFields } from '../search/query-of';
import { readEnum } from './enumerations';
import type { GraphContext } from './graph-context';
import { badParameter } from './graph-error';
import { isId } from './graph-request';
import { type Params, readFlag, readLimit, readList } from './read-params';
import { readIsoTime } from './read-time';
import { tlpsOf } from './sharing-levels';

type Written = Readonly<Record<string, string | undefined>>;

/** The question of `threat_descriptors` or `threat_indicators` as a search; nothing, where nothing can answer it. */
export function searchFields(
  kind: 'indicator' | 'descriptor',
  { request: { params }, deps }: GraphContext,
): SearchFields | undefined {
  const level = readEnum(params, 'share_level', shareLevels);
  if (level === 'UNKNOWN') return undefined;
  const sort = readEnum(params, 'sort_order', ['ASCENDING', 'DESCENDING'] as const);
  readEnum(params, 'sort_by', ['RELEVANCE', 'CREATE_TIME'] as const);
  const now = deps.now();
  const asked = parsed({
    kind,
    ...textFields(params),
    type: readEnum(params, 'type', indicatorTypes),
    status: readEnum(params, 'status', statuses),
    severity: readEnum(params, 'severity', severities),
    review: readEnum(params, 'review_status', reviewStatuses),
    tlp: level && tlpsOf(level).join(','),
    owner: readIds(params, 'owner') ?? readIds(params, 'owner_app_id'),
    group: readIds(params, 'privacy_groups'),
    ...tagFields(params),
    ...{ confidenceMin: plain(params, 'min_confidence') },
    ...{ confidenceMax: plain(params, 'max_confidence') },
    publishedSince: readIsoTime(params, 'since', now),
    publishedUntil: readIsoTime(params, 'until', now),
    sort: sort === 'ASCENDING' ? 'oldest' : 'newest',
    limit: String(readLimit(params, searchPageSize)),
  });
  return { ...asked, includesExpired: readFlag(params, 'include_expired') };
}

function parsed(written: Written): SearchFields {
  const given = Object.entries(written).filter(([, value]) => value !== undefined);
  const { data, error } = searchQuery.safeParse(Object.fromEntries(given));
  if (!data) throw fieldProblem(error);
  return data;
}

function textFields(params: Params): Written {
  const q = params['text']?.trim();
  if (!q) return {};
  return { q, mode: readFlag(params, 'strict_text') ? 'exact' : 'auto' };
}

/** Tags of this surface are kept in lower case; others are found as they are written. */
function tagFields(params: Params): Written {
  const asked = readList(params, 'tags');
  if (!asked || asked.length === 0) return {};
  const isAll = readFlag(params, 'tags_are_anded') ?? false;
  const lower = asked.map((tag) => tag.toLowerCase());
  const tags = isAll ? lower : [...new Set([...lower, ...asked])];
  const tag = tags.map((one) => one.replaceAll(',', '\\,')).join(',');
  return { tag, tagMatch: isAll ? 'all' : 'any' };
}

function readIds(params: Params, name: string): string | undefined {
  const ids = readList(params, name);
  if (!ids || ids.length === 0) return undefined;
  if (!ids.every(isId)) throw badParameter(name, 'must be ids with commas between them.');
  return ids.join(',');
}

function plain(params: Params, name: string): string | undefined {
  return params[name] === '' ? undefined : params[name];
}
