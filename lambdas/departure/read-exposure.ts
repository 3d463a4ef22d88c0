import type { Caller } from '../core/caller';
import { isoTime } from '../core/time';
import { type DecideDeps, type Found, findMember } from './decide';
import { reachOf } from './reach';
import { timeOrNull } from './standing-view';

/**
 * What a member could read: now, or when its credentials were last refused. What it did read is in the audit, and
 * belongs beside it.
 */
export async function readExposure(memberId: string, { governance }: Caller, deps: DecideDeps) {
  const found = await findMember(memberId, deps);
  const { member, standing } = found;
  const isOut = member.state !== 'active' && standing !== undefined;
  const reach = isOut ? standing.reach : await reachOf(member, governance.policy, deps);
  return {
    memberId,
    state: member.state,
    since: member.state === 'quarantined' ? timeOrNull(standing?.since) : null,
    asOf: isoTime((isOut ? standing.refusedAt : undefined) ?? deps.now()),
    audiences: reach.map(({ joinedAt, ...rest }) => ({ ...rest, joinedAt: timeOrNull(joinedAt) })),
    withheld: withheldOf(found),
  };
}

/** While a walk withholds, those of its pass so far. */
function withheldOf({ standing, sweep }: Found): number {
  const isUnderWay = sweep !== undefined && sweep.parkedUntil === undefined;
  if (isUnderWay && sweep.step === 'withhold') return sweep.tally.withheld;
  const { swept } = standing ?? {};
  return swept?.goal === 'withhold' && !isUnderWay ? swept.descriptors : 0;
}
