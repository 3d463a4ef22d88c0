import type { Caller } from '../core/caller';
import type { AudienceRow } from '../core/commit-plan';
import { withoutHidden } from '../core/governance';
import type { ReactionKind } from '../core/remark';
import type { ReactionProjection } from '../core/remark-projection';
import { listIndicatorReactions, type ReactionsDeps } from '../discussion/read-reactions';
import { isRefusal } from './graph-error';

/** Who reacted how to an opinion, by its id. */
export type Reactions = ReadonlyMap<string, ReadonlyMap<ReactionKind, ReadonlySet<string>>>;

/** Whoever says the one says the other too. */
const implied: Readonly<Partial<Record<ReactionKind, ReactionKind>>> = {
  SAW_THIS_TOO: 'INGESTED',
  NON_MALICIOUS: 'REVIEWED',
  DISAGREE_WITH_TAGS: 'REVIEWED',
  ACTION_TAKEN: 'HELPFUL',
  HELPFUL: 'REVIEWED',
  NOT_HELPFUL: 'REVIEWED',
  OUTDATED: 'INGESTED',
  WANT_MORE_INFO: 'INGESTED',
  ALREADY_KNOWN: 'SAW_THIS_TOO',
  IN_REVIEW: 'SAW_THIS_TOO',
  REVIEWED: 'SAW_THIS_TOO',
  NOT_ON_PLATFORM: 'INGESTED',
};

/** A reaction with all that it implies. */
export function withImplied(kind: ReactionKind): ReactionKind[] {
  const next = implied[kind];
  return next ? [kind, ...withImplied(next)] : [kind];
}

/** Reads the reactions to an indicator's opinions once, however many of them are shown. */
export function reactionsReader(caller: Caller, deps: ReactionsDeps) {
  const read = new Map<string, Promise<Reactions>>();
  return (indicatorId: string): Promise<Reactions> => {
    const found = read.get(indicatorId) ?? readReactions(indicatorId, caller, deps);
    read.set(indicatorId, found);
    return found;
  };
}

async function readReactions(
  indicatorId: string,
  caller: Caller,
  deps: ReactionsDeps,
): Promise<Reactions> {
  return byOpinionOf(await listed(indicatorId, caller, deps));
}

/** Of an audience's own rows, without what is hidden just now. */
export function reactionsIn(rows: readonly AudienceRow[], { governance }: Caller): Reactions {
  const shown = withoutHidden(rows, governance.hidden).flatMap(({ kind, projection }) =>
    kind === 'reaction' && projection !== undefined
      ? [JSON.parse(projection) as ReactionProjection]
      : [],
  );
  return byOpinionOf(shown.map(({ reaction, ...rest }) => ({ ...rest, kind: reaction })));
}

type Reacted = Pick<ReactionProjection, 'descriptorId' | 'owner'> & { readonly kind: ReactionKind };

function byOpinionOf(found: readonly Reacted[]): Reactions {
  const byOpinion = new Map<string, Map<ReactionKind, Set<string>>>();
  for (const { descriptorId, kind, owner } of found) {
    if (descriptorId === null) continue;
    const kinds = byOpinion.get(descriptorId) ?? new Map<ReactionKind, Set<string>>();
    byOpinion.set(descriptorId, kinds);
    for (const one of withImplied(kind)) {
      kinds.set(one, (kinds.get(one) ?? new Set()).add(owner));
    }
  }
  return byOpinion;
}

/** Of an indicator without a live opinion nothing is said. */
async function listed(indicatorId: string, caller: Caller, deps: ReactionsDeps) {
  try {
    return (await listIndicatorReactions(indicatorId, caller, deps)).reactions;
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
