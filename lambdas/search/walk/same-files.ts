import { type Audience, memberAudience } from '../../core/audience';
import { isRowHidden, withoutHidden } from '../../core/governance';
import { isLiveOpinion } from '../../core/projection';
import type { RelationProjection } from '../../core/remark-projection';
import type { HeldRows } from '../../core/search/once';
import type { SearchReads } from '../../store/search-store';
import { readBudget, type Searching } from '../searching';
import { opinionsOf } from './judge';
import { type HeldBy, readHeld } from './read-held';

/** How often one search goes on from a hash to the next. */
const mostRounds = 3;

export interface SameFiles {
  readonly held: HeldBy;
  /** False where the budget ended before all of them were followed. */
  readonly isWhole: boolean;
}

/** What is held of indicators, and of all that relations which the caller may see say to be the same file. */
export async function withSameFiles(
  held: HeldBy,
  hashes: readonly string[],
  searching: Searching,
  reads: SearchReads,
): Promise<SameFiles> {
  const all = new Map(held);
  const seen = (id: string) => all.get(id)?.some((one) => isLiveIn(one, searching)) ?? false;
  let frontier = hashes.filter(seen);
  for (let round = 1; frontier.length > 0; round++) {
    const affordable = affordableFrom(searching, reads);
    if (round > mostRounds || frontier.length > affordable) return { held: all, isWhole: false };
    const relations = await sameFileRelations(frontier, all, searching, reads);
    const ends = relations.flatMap(({ said: { indicatorId, toId } }) => [indicatorId, toId]);
    const fresh = [...new Set(ends)].filter((id) => !all.has(id)).sort();
    const wanting = { audiences: searching.audiences, changedSince: new Map() };
    for (const [id, more] of await readHeld(fresh, wanting, reads)) all.set(id, more);
    const read = relations.filter((one) => isReadable(one, all, searching));
    const reached = new Set(read.flatMap(({ said: { indicatorId, toId } }) => [indicatorId, toId]));
    frontier = fresh.filter((id) => reached.has(id) && seen(id));
    for (const id of fresh) if (!frontier.includes(id)) all.delete(id);
  }
  return { held: all, isWhole: true };
}

/** About as many hashes as the rest of the budget follows. */
function affordableFrom({ audiences }: Searching, reads: SearchReads): number {
  return Math.floor((readBudget.page - reads.spent()) / (1.5 * audiences.length + 1));
}

interface SaidIn {
  readonly audience: Audience;
  readonly said: RelationProjection;
}

/** In both directions; those that begin at a hash only where its card tells of any. */
async function sameFileRelations(
  ids: readonly string[],
  held: HeldBy,
  { audiences, caller: { governance } }: Searching,
  { remarks }: SearchReads,
): Promise<SaidIn[]> {
  const found = await Promise.all(
    ids.flatMap((indicatorId) =>
      audiences.flatMap((audience) => {
        const card = held.get(indicatorId)?.find((one) => one.audience === audience)?.talk;
        const place = { audience, indicatorId };
        const leading = remarks.readLeadingTo(place);
        return card?.counts.relation ? [remarks.readKind('relation', place), leading] : [leading];
      }),
    ),
  );
  return found.flatMap(({ rows }) =>
    rows.flatMap(({ audience, row }) => {
      if (row.projection === undefined || isRowHidden(row, governance.hidden)) return [];
      const said = JSON.parse(row.projection) as RelationProjection;
      return said.relation === 'same_file' ? [{ audience, said }] : [];
    }),
  );
}

/** Where what it is said of is live, and one's own always. */
function isReadable({ audience, said }: SaidIn, held: HeldBy, searching: Searching): boolean {
  const { id } = searching.caller.member;
  if (said.owner === id && audience === memberAudience(id)) return true;
  const there = held.get(said.indicatorId)?.find((one) => one.audience === audience);
  return there !== undefined && isLiveIn(there, searching);
}

function isLiveIn(held: HeldRows, { caller, now }: Searching): boolean {
  const rows = withoutHidden(held.rows, caller.governance.hidden);
  return opinionsOf([{ ...held, rows }]).some(({ projection }) => isLiveOpinion(projection, now));
}
