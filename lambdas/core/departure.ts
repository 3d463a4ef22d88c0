import type { HiddenSpan } from './governance';
import type { Member, MemberState } from './member';
import { DomainError } from './problem';
import { microsPerSecond } from './time';

/** What an operator can make of a member; it withdraws by itself. */
export const settableStates = ['active', 'suspended', 'quarantined', 'expelled'] as const;

/**
 * What is to become of what a member gave: `withhold` keeps what it said within a span from those who saw it, `lift`
 * gives that back, `retract` takes back everything.
 */
export const sweepGoals = ['withhold', 'lift', 'retract'] as const;
export type SweepGoal = (typeof sweepGoals)[number];

/** How a pass over all of a member's objects has come out so far. */
export interface Tally {
  readonly seen: number;
  /** Descriptors that are withheld from an audience or more. */
  readonly withheld: number;
  /** Descriptors that were taken back since the decision. */
  readonly retracted: number;
  readonly changed: number;
  /** Those to be looked at again: somebody else wrote, the index has not come after, or they have not settled. */
  readonly open: number;
  /** Objects that can't be read: the walk ends without them, and they stay hidden. */
  readonly unreadable: number;
}

export const emptyTally: Tally = {
  seen: 0,
  withheld: 0,
  retracted: 0,
  changed: 0,
  open: 0,
  unreadable: 0,
};

/** A walk over a member's objects, pass after pass until one finds nothing left to do. */
export interface Sweep extends HiddenSpan {
  readonly memberId: string;
  readonly goal: SweepGoal;
  /** What was hidden is withheld to the end, before anything is lifted. */
  readonly step: SweepGoal;
  /** Microseconds: when it was decided. */
  readonly startedAt: number;
  readonly passStartedAt: number;
  readonly pass: number;
  /** Of the pass, the partitions before it are done with. */
  readonly shard: number;
  readonly tally: Tally;
  /** It has ended but for what can't be read, which it tries again then. */
  readonly parkedUntil?: number | undefined;
}

/** By then every request and every slice that began before a decision has come to its end. */
export const graceSeconds = 90;

/** The walk that begins with a change of state, if one does; `under` is the one that is still at work. */
export function sweepAfter(
  { memberId, from, to, since, at }: Decision,
  under: Sweep | undefined,
): Sweep | undefined {
  const begun = {
    memberId,
    startedAt: at,
    passStartedAt: at,
    pass: 1,
    shard: 0,
    tally: emptyTally,
  };
  // What is hidden stays so until it has been taken from where it was: copies were told of it.
  const isHiding = under?.step === 'withhold' || under?.parkedUntil !== undefined;
  const hiddenSince = isHiding ? under.since : Number.POSITIVE_INFINITY;
  if (to === 'expelled' || to === 'withdrawn') {
    return { ...begun, goal: 'retract', step: 'retract', since: 0 };
  }
  if (to === 'quarantined') {
    return { ...begun, goal: 'withhold', step: 'withhold', since: Math.min(since, hiddenSince) };
  }
  if (from !== 'quarantined') return undefined;
  if (under?.step !== 'withhold') return { ...begun, goal: 'lift', step: 'lift', since };
  // Clocks differ: all that was hidden is within, and what is new by then is withheld and lifted with it.
  const until = at + graceSeconds * microsPerSecond;
  return { ...begun, goal: 'lift', step: 'withhold', since: under.since, until };
}

export interface Decision {
  readonly memberId: string;
  readonly from: MemberState;
  readonly to: MemberState;
  /** Of a quarantine: from when on nothing of it is trusted; microseconds. */
  readonly since: number;
  readonly at: number;
}

/** Refuses what no operator may do: to come back from what is final, and to shut out those who operate. */
export function requireMovable({
  organisationClass,
  state,
}: Pick<Member, 'organisationClass' | 'state'>) {
  if (organisationClass === 'operator') {
    throw new DomainError(
      'member.is_operator',
      'An operator is shut out by nobody: revoke its credentials one by one instead.',
    );
  }
  if (state === 'expelled' || state === 'withdrawn') {
    throw new DomainError(
      'member.has_left',
      'This member has left for good: whoever comes back is admitted as a new member.',
    );
  }
}
