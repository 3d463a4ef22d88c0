import { unusable } from '../core/address';
import { type Audience, memberAudience } from '../core/audience';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import { clausesOf } from '../core/search/clauses';
import { describeRemark } from '../core/search/describe-remark';
import type { Facets } from '../core/search/facets';
import { type ReadQ, readQ, type Wanted } from '../core/search/read-q';
import type { SearchQuery } from '../core/search/search-query';
import { wordsOf } from '../core/words';
import type { OpenSearch } from '../store/search-store';
import { adviceFor } from './advice';
import { queryOf, type SearchFields } from './query-of';
import { readBudget, type SearchDeps, type Searching, type SearchPage } from './searching';
import { isOfWhole } from './walk/judge';
import { exactFacets, walkFacets } from './walk/read-facets';
import { searchExactly } from './walk/search-exactly';
import { searchLists } from './walk/search-lists';

const defaultLimit = 100;

/** One page of what a caller may see and asks for. */
export async function search(fields: SearchFields, caller: Caller, deps: SearchDeps) {
  const query = queryOf(fields);
  const read = query.q === undefined ? undefined : readQ(query.q, query.mode, query.types);
  const searching: Searching = {
    ...{ query, fields, caller, wanted: read?.wanted },
    clauses: clausesOf(query, read?.wanted),
    audiences: audiencesOf(query, caller),
    limit: fields.limit ?? defaultLimit,
    now: deps.now(),
  };
  refuseFacets(searching);
  const reads = deps.open();
  const page = await pageOf(searching, reads, deps);
  const spentOnPage = reads.spent();
  const facets = await facetsOf(searching, reads, deps);
  const readUnits = readBudget.page + (facets ? readBudget.facets : 0);
  const advice = page.complete ? undefined : adviceFor(page.plan.driver, fields);
  const body = {
    ...(query.kind === 'indicator' ? { indicators: page.found } : { descriptors: page.found }),
    complete: page.complete,
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    budget: { readUnits, spent: reads.spent() },
    ...(read ? said(read) : {}),
    ...(advice ? { advice } : {}),
    ...(facets ? { facets } : {}),
    ...(fields.explain ? { plan: { ...page.plan, units: spentOnPage } } : {}),
  };
  return { body, start: page.start, found: page.found.length, mode: read?.wanted.mode };
}

type Reads = ReturnType<OpenSearch>;

function pageOf(searching: Searching, reads: Reads, deps: SearchDeps): Promise<SearchPage> {
  return searching.wanted?.mode === 'exact'
    ? searchExactly(searching, searching.wanted.targets, reads, deps)
    : searchLists(searching, reads, deps);
}

/** Of the whole question: told with its first page. */
async function facetsOf(
  searching: Searching,
  reads: Reads,
  deps: SearchDeps,
): Promise<Facets | undefined> {
  const { fields, wanted } = searching;
  if (!fields.facets || fields.cursor !== undefined) return undefined;
  return wanted?.mode === 'exact'
    ? exactFacets(searching, wanted.targets, fields.facets, reads, deps)
    : walkFacets(searching, fields.facets, reads);
}

/** The caller's, or those of them that it names; what is over is kept in its own alone. */
function audiencesOf({ audiences: asked, shown }: SearchQuery, caller: Caller): Audience[] {
  if (asked?.some((audience) => !caller.audiences.includes(audience))) throw unusable();
  const named = caller.audiences.filter((audience) => asked?.includes(audience) ?? true);
  const own = memberAudience(caller.member.id);
  return shown === 'over' ? named.filter((audience) => audience === own) : named;
}

function refuseFacets({ query, fields }: Searching): void {
  if (!fields.facets || !isOfWhole(query)) return;
  throw new DomainError(
    'field.invalid',
    'Facets count opinions, and disputed and reaction are of the whole indicator: leave one of them out.',
    { pointer: '/facets' },
  );
}

function said({ wanted, remarks }: ReadQ) {
  const told = remarks.map(describeRemark);
  return { readAs: readAs(wanted), ...(told.length > 0 ? { remarks: told } : {}) };
}

function readAs(wanted: Wanted) {
  const { mode } = wanted;
  switch (mode) {
    case 'exact':
      return {
        mode,
        values: [...new Set(wanted.targets.map(({ value }) => value))],
        types: wanted.targets.map(({ type }) => type),
      };
    case 'prefix':
      return { mode, values: wanted.starts };
    case 'below':
    case 'host':
      return { mode, values: [wanted.host] };
    case 'contains':
    case 'inside':
      return { mode, values: [wanted.cidr] };
    case 'words':
      return { mode, values: wordsOf(wanted.words) };
  }
}
