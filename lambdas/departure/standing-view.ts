import type { MemberState } from '../core/member';
import { isoTime } from '../core/time';
import type { Standing, StoredSweep } from '../store/departure-rows';
import { ownerShards } from '../store/exchange-store';

/** How a member stands, as an operator is told. */
export function standingView(
  memberId: string,
  state: MemberState,
  standing: Standing | undefined,
  sweep: StoredSweep | undefined,
  ownerless: readonly string[],
) {
  const { version = 0, reason = null, changedAt, since, swept, leaves = null } = standing ?? {};
  return {
    ...{ memberId, state, version, reason, leaves, ownerless },
    changedAt: timeOrNull(changedAt),
    since: state === 'quarantined' ? timeOrNull(since) : null,
    sweep: sweep && sweep.parkedUntil === undefined ? sweepView(sweep) : null,
    swept: swept ? { ...swept, endedAt: isoTime(swept.endedAt) } : null,
  };
}

export type StandingView = ReturnType<typeof standingView>;

function sweepView({ goal, step, startedAt, pass, shard }: StoredSweep) {
  return { goal, step, startedAt: isoTime(startedAt), pass, done: shard, of: ownerShards };
}

export function timeOrNull(micros: number | undefined): string | null {
  return micros === undefined ? null : isoTime(micros);
}
