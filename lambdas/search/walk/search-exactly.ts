import type { Target } from '../../core/search/read-q';
import type { SearchReads } from '../../store/search-store';
import type { Found, SearchDeps, Searching, SearchPage } from '../searching';
import { judgeDescriptor, judgeIndicator, opinionsOf } from './judge';
import { readHeld } from './read-held';
import type { Hit } from './walk-page';

/** A value by its id: no list is walked. */
export async function searchExactly(
  searching: Searching,
  targets: readonly Target[],
  reads: SearchReads,
  deps: SearchDeps,
): Promise<SearchPage> {
  const { query, audiences, limit } = searching;
  const held = await heldOf(searching, targets, reads, deps);
  const question = questionOf(searching);
  const found = [...held].flatMap(([indicatorId, rows]): Hit<Found>[] => {
    if (query.kind === 'indicator') {
      const hit = judgeIndicator(indicatorId, rows, question);
      return hit ? [hit] : [];
    }
    const ids = opinionsOf(rows).map(({ projection }) => projection.id);
    return ids.flatMap((id) => judgeDescriptor(id, rows, question) ?? []);
  });
  const plan = {
    ...{ driver: 'exact', lists: 0, audiences: audiences.length, probed: [] },
    ...{ checked: checkedBy(searching), rounds: 1, candidates: targets.length },
  };
  const shown = found.slice(0, limit).map((hit) => hit.found);
  return { found: shown, complete: found.length <= limit, cursor: undefined, plan };
}

export async function heldOf(
  { audiences }: Searching,
  targets: readonly Target[],
  reads: SearchReads,
  { makeId }: SearchDeps,
) {
  const ids = targets.map(({ type, value }) => makeId('indicator', type, value).id);
  const everything = new Map(audiences.map((audience) => [audience, -1]));
  return readHeld([...new Set(ids)], { audiences, changedSince: everything }, reads);
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
