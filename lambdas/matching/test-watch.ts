import type { z } from 'zod';
import type { testWatchRoute } from '../contracts/watches.contract';
import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { isRowHidden } from '../core/governance';
import type { IdMaker } from '../core/id';
import { isLiveOpinion, type Projection } from '../core/projection';
import { type Clock, isoTime, microsPerDay } from '../core/time';
import type { WrittenCondition } from '../core/watch/condition';
import type { OpenSearch } from '../store/search-store';
import { conditionsFor } from './change-watch';
import { type Found, walkWatch } from './walk-watch';

export interface TestDeps {
  readonly open: OpenSearch;
  readonly makeId: IdMaker;
  readonly now: Clock;
}

interface Asked {
  readonly conditions: readonly WrittenCondition[];
  readonly days?: number | undefined;
}

type Reply = z.output<(typeof testWatchRoute)['replies'][200]>;

export const testBudget = { readUnits: 500, matches: 100, days: 7 } as const;

/** What a watch would have told of late, of what is still there: found as it would be by a search. */
export async function testWatch(
  { conditions: written, days = testBudget.days }: Asked,
  caller: Caller,
  { open, makeId, now }: TestDeps,
): Promise<Reply> {
  const conditions = conditionsFor(caller, written);
  const reads = open();
  const [nowMicros, matches] = [now(), new Map<string, Reply['matches'][number]>()];
  const since = nowMicros - days * microsPerDay;
  const isTold = ({ row }: Found) =>
    row.position >= since &&
    !isRowHidden(row, caller.governance.hidden) &&
    isLiveOpinion(JSON.parse(row.projection) as Projection, nowMicros);
  const rest = await walkWatch(
    { member: caller.member.id, conditions, audiences: caller.audiences },
    { list: 0 },
    {
      ...{ reads, makeId },
      mayRead: () => reads.spent() < testBudget.readUnits && matches.size <= testBudget.matches,
      onFound: async (found) => {
        for (const one of found.filter(isTold)) {
          if (!matches.has(one.row.id)) matches.set(one.row.id, shown(one));
        }
      },
    },
  );
  const all = [...matches.values()];
  return {
    matches: all.slice(0, testBudget.matches),
    complete: rest === undefined && all.length <= testBudget.matches,
    budget: { readUnits: testBudget.readUnits, spent: reads.spent() },
  };
}

function shown({ audience, row }: { audience: Audience; row: Found['row'] }) {
  const { id, indicatorId, type, value, owner, status } = JSON.parse(row.projection) as Projection;
  const changedAt = isoTime(row.position);
  return { id, indicatorId, type, value, owner, status, seenIn: audience, changedAt };
}
