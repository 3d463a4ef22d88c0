import type { Audience } from '../core/audience';
import type { Shown } from '../core/projection';
import { opinionCount, type Summary } from '../core/summary';
import { isForOthers, mayBeTold, type SeenChange } from '../core/watch/seen-change';
import type { TokenFilter } from '../core/watch/token-filter';
import { tokenKey, watchTokens } from '../core/watch/tokens';
import type { WatchRef } from '../core/watch/watch';
import type { FindStanding } from './match-record';

export interface MineDeps {
  readonly opinions: {
    /** What an audience holds of an indicator, strongly. */
    readSummary(audience: Audience, indicatorId: string): Promise<Summary | undefined>;
    /** Of all opinions that it holds, where a summary lists only the first. */
    readOwners(audience: Audience, indicatorId: string): Promise<readonly Opinion[]>;
  };
}

interface Opinion {
  readonly id: string;
  readonly owner: string;
}

/**
 * The watches of those whose own opinion others have something to say of. While nobody watches for that, nothing is
 * read; nor for an opinion beside which the audience holds no other.
 */
export async function minesMet(
  change: SeenChange & { readonly others: boolean },
  filter: TokenFilter,
  find: FindStanding,
  deps: MineDeps,
): Promise<WatchRef[]> {
  if (!filter.has(tokenKey(watchTokens.anyMine)) || !isForOthers(change)) return [];
  if (change.kind === 'descriptor' && !change.others) return [];
  const opinions = await opinionsOf(change, deps);
  const about = aboutOne(change.shown);
  const meant = about ? opinions.filter(({ id }) => id === about) : opinions;
  const owners = [...new Set(meant.map(({ owner }) => owner))];
  const standing = await Promise.all(
    owners.map((owner) => find(tokenKey(watchTokens.mine(owner)))),
  );
  return standing.flat().flatMap(({ member, watchId, rest: { audiences, types } }) => {
    const isMeant =
      mayBeTold(member, change) &&
      (audiences?.includes(change.audience) ?? true) &&
      (types?.includes(change.shown.type) ?? true);
    return isMeant ? [{ member, watchId }] : [];
  });
}

async function opinionsOf({ audience, shown }: SeenChange, { opinions }: MineDeps) {
  const summary = await opinions.readSummary(audience, shown.indicatorId);
  if (!summary) return [];
  const isCut = opinionCount(summary) > summary.opinions.length;
  return isCut ? opinions.readOwners(audience, shown.indicatorId) : summary.opinions;
}

/** The opinion that a reaction is about; none where it is about the whole. */
function aboutOne(shown: Shown): string | undefined {
  return 'descriptorId' in shown && typeof shown.descriptorId === 'string'
    ? shown.descriptorId
    : undefined;
}
