import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import { isSameVersion, joinedSince, type Recipients, unionOf } from '../core/share-plan';
import type { Clock } from '../core/time';
import type { PlanStore } from '../store/plan-store';
import { nameRecipients } from './name-recipients';
import { type RecipientsDeps, readRecipients, readSight } from './read-recipients';

export interface PlanCheckDeps extends RecipientsDeps {
  readonly plans: Pick<PlanStore, 'read'>;
  readonly now: Clock;
}

/** Refuses a write to an audience that the plan did not show, or that somebody has joined since. */
export type PlanCheck = (audiences: readonly Audience[]) => Promise<void>;

/**
 * Holds writes against a plan. It is read once for all writes of a request. Who joins after that sees what is
 * published as whoever joins an hour later does: a new member reads its feeds from the start.
 */
export function planCheck(
  planId: string,
  caller: Pick<Caller, 'member' | 'governance'>,
  deps: PlanCheckDeps,
): PlanCheck {
  let read: Promise<PlanRead> | undefined;
  return async (audiences) => {
    read ??= readPlan(planId, caller, deps);
    const { shown, joined } = await read;
    if (!audiences.every((audience) => shown.includes(audience))) throw notShown();
    const newcomers = unionOf(joined, audiences);
    if (newcomers.size === 0) return;
    const members = await nameRecipients(joined, audiences, deps);
    throw new DomainError(
      'plan.stale',
      'Others have joined who would see this too: look at them, and make a new plan.',
      { pointer: '/planId', extra: { joined: { count: newcomers.size, ...members } } },
    );
  };
}

interface PlanRead {
  readonly shown: readonly Audience[];
  readonly joined: Recipients;
}

async function readPlan(
  planId: string,
  caller: Pick<Caller, 'member' | 'governance'>,
  deps: PlanCheckDeps,
): Promise<PlanRead> {
  const plan = await deps.plans.read(caller.member.id, planId);
  if (!plan || plan.expiresAt <= deps.now()) throw unusable();
  const { audiences: shown, recipients } = plan;
  const sight = await readSight([...recipients.keys()], caller, deps);
  if (isSameVersion(plan.versions, sight.versions)) return { shown, joined: new Map() };
  const now = await readRecipients(sight, caller, deps);
  // What has shut since it was planned tells nothing any more.
  const before = new Map([...recipients].filter(([audience]) => sight.open.includes(audience)));
  return { shown, joined: joinedSince(before, now) };
}

/** One answer for what never was, what is over, and what is another's. */
function unusable(): DomainError {
  return new DomainError(
    'plan.unusable',
    'There is no such plan of yours, or its time is over: make a new one.',
    { pointer: '/planId' },
  );
}

function notShown(): DomainError {
  return new DomainError(
    'plan.audience',
    'This plan did not show who is in all of these audiences: make one for them.',
    { pointer: '/audience' },
  );
}
