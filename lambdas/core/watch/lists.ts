import type { Audience } from '../audience';
import { tokens as lists } from '../pointers';
import type { Clause } from '../search/clause';
import { clausesOf } from '../search/clauses';
import type { Target } from '../search/read-q';
import { always, type SearchQuery } from '../search/search-query';
import type { Condition } from './condition';

/** Where what is there already is found, of one condition in one audience. */
export type WatchList =
  | {
      readonly condition: Condition;
      readonly audience: Audience;
      readonly token: string;
      readonly fits?: Clause['fits'];
    }
  | {
      readonly condition: Condition;
      readonly audience: Audience;
      readonly targets: readonly Target[];
    };

const targetsAtOnce = 100;

/** All that lists know of a watch's conditions, in an order that is always the same; of what others say of one's own nothing. */
export function listsOfWatch(
  conditions: readonly Condition[],
  audiences: readonly Audience[],
): WatchList[] {
  return conditions.flatMap((condition) => {
    if (condition.mine) return [];
    const asked = audiences.filter((one) => condition.audiences?.includes(one) ?? true);
    return asked.flatMap((audience) => listsIn(condition, audience));
  });
}

function listsIn(condition: Condition, audience: Audience): WatchList[] {
  const { exact, below, inside, contains, tags, types, owners } = condition;
  if (exact) {
    const runs = Math.ceil(exact.length / targetsAtOnce);
    return Array.from({ length: runs }, (_, at) => {
      const targets = exact.slice(at * targetsAtOnce, (at + 1) * targetsAtOnce);
      return { condition, audience, targets };
    });
  }
  const of = (clause: Pick<Clause, 'tokens' | 'fits'>): WatchList[] =>
    clause.tokens.map((token) => ({ condition, audience, token, fits: clause.fits }));
  if (inside) return inside.flatMap((cidr) => of(clauseOf({ mode: 'inside', cidr })));
  if (contains) return contains.flatMap((cidr) => of(clauseOf({ mode: 'contains', cidr })));
  if (below) return below.flatMap((host) => of(clauseOf({ mode: 'below', host })));
  const named = tags?.map(lists.tag) ?? owners?.map(lists.owner) ?? types?.map(lists.type);
  return of({ tokens: named ?? [lists.all] });
}

/** The search's own lists: a watch finds what a search does. */
function clauseOf(wanted: NonNullable<Parameters<typeof clausesOf>[1]>): Clause {
  const [clause] = clausesOf(noOther, wanted);
  if (!clause) throw new Error('a value has no list');
  return clause;
}

const noOther: SearchQuery = {
  ...{ kind: 'descriptor', mode: 'auto', tagMatch: 'any', published: always, changed: always },
  ...{ shown: 'live', newestFirst: true },
};
