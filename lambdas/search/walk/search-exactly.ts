import type { Target } from '../../core/search/read-q';
import { openWalk, sealWalk } from '../../core/search/walk-state';
import type { SearchReads } from '../../store/search-store';
import type { Found, SearchDeps, Searching, SearchPage } from '../searching';
import { judgeDescriptor, judgeIndicator, opinionsOf } from './judge';
import { type HeldBy, readHeld } from './read-held';
import { type SameFiles, withSameFiles } from './same-files';
import { type Hit, mostBytes } from './walk-page';

/** A value by its id: no list is walked. What does not fit on a page comes in the order of ids. */
export async function searchExactly(
  searching: Searching,
  targets: readonly Target[],
  reads: SearchReads,
  deps: SearchDeps,
): Promise<SearchPage> {
  const { audiences, query, caller, fields, now } = searching;
  const walker = { memberId: caller.member.id, audiences, query };
  const begun =
    fields.cursor === undefined ? undefined : openWalk(deps.cursorKeys, fields.cursor, walker, now);
  const { held, isWhole } = await heldOf(searching, targets, reads, deps);
  const { isBackwards = false } = fields;
  const from = begun?.place.id;
  const hits = hitsIn(held, searching).filter(
    ({ found: { id } }) => from === undefined || (isBackwards ? id < from : id > from),
  );
  const rest = isBackwards ? hits.toReversed() : hits;
  const page = pageOf(rest, searching.limit);
  const last = page.length < rest.length ? page.at(-1) : undefined;
  const plan = {
    ...{ driver: 'exact', lists: 0, audiences: audiences.length, probed: [] },
    ...{ checked: checkedBy(searching), rounds: 1, candidates: held.size },
  };
  const state = { began: begun?.began ?? now, driver: 0, upTo: audiences.map(() => 0) };
  const seal = (one: Found | undefined) =>
    one && sealWalk(deps.cursorKeys, walker, { ...state, place: { firstSeen: 0, id: one.id } });
  const found = isBackwards ? page.toReversed() : page;
  return { found, complete: isWhole, cursor: seal(last), start: seal(page[0]), plan };
}

function hitsIn(held: HeldBy, searching: Searching): Hit<Found>[] {
  const question = questionOf(searching);
  const hits = [...held].flatMap(([indicatorId, rows]): (Hit<Found> | undefined)[] => {
    if (searching.query.kind === 'indicator') return [judgeIndicator(indicatorId, rows, question)];
    const ids = opinionsOf(rows).map(({ projection }) => projection.id);
    return ids.map((id) => judgeDescriptor(id, rows, question));
  });
  return hits
    .flatMap((hit) => hit ?? [])
    .sort(({ found: a }, { found: b }) => (a.id < b.id ? -1 : 1));
}

/** One at least, and as many as fit into a reply. */
function pageOf(hits: readonly Hit<Found>[], limit: number): Found[] {
  const page: Found[] = [];
  let bytes = 0;
  for (const hit of hits.slice(0, limit)) {
    bytes += hit.bytes;
    if (page.length > 0 && bytes > mostBytes) break;
    page.push(hit.found);
  }
  return page;
}

/** What is held of the values, and of what is said to be the same file as a hash among them. */
export async function heldOf(
  searching: Searching,
  targets: readonly Target[],
  reads: SearchReads,
  { makeId }: SearchDeps,
): Promise<SameFiles> {
  const { audiences, query } = searching;
  const named = targets.map(({ type, value }) => ({ type, ...makeId('indicator', type, value) }));
  const ids = [...new Set(named.map(({ id }) => id))];
  const everything = new Map(audiences.map((audience) => [audience, -1]));
  const held = await readHeld(ids, { audiences, changedSince: everything }, reads);
  // Nobody relates what is over.
  if (query.shown === 'over') return { held, isWhole: true };
  const hashes = named.filter(({ type }) => type.startsWith('HASH_')).map(({ id }) => id);
  return withSameFiles(held, hashes, searching, reads);
}

export function questionOf({ query, clauses, caller, now }: Searching) {
  return { query, clauses, sight: caller, now };
}

/** The names of what a candidate is held against. */
export function checkedBy({ query, clauses, fields }: Searching): string[] {
  const named = clauses.map(({ name }) => name).filter((name) => name !== 'all');
  const others = [
    'status',
    'severity',
    'tlp',
    'review',
    'reaction',
    'disputed',
    'expired',
  ] as const;
  const ranges = ['confidence', 'published', 'changed', 'active'] as const;
  const given = Object.keys(fields);
  return [
    ...new Set(named),
    ...others.filter((name) => fields[name] !== undefined),
    ...ranges.filter((range) => given.some((name) => name.startsWith(range))),
    ...(query.audiences ? ['audience'] : []),
  ];
}
