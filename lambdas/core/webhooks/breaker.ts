import { microsPerDay, microsPerSecond } from '../time';

/** How an endpoint has been doing: kept on its row. All times in microseconds. */
export interface Breaker {
  /** In a row. */
  readonly failures: number;
  /** The first of them. */
  readonly failingSince?: number;
  /** Until then nothing is sent; afterwards one probe. Absent while closed. */
  readonly openUntil?: number;
  /** Whether that one has been sent. */
  readonly isProbing?: true;
  /** How often it has opened since it last closed. */
  readonly opened: number;
}

export const closedBreaker: Breaker = { failures: 0, opened: 0 };

export const breakerRules = {
  opensAfter: 10,
  firstPauseMicros: 60 * microsPerSecond,
  longestPauseMicros: 3600 * microsPerSecond,
  /** A probe whose end nobody hears of holds up the next for so long. */
  probeMicros: 60 * microsPerSecond,
  /** Of failures alone. The owner is told, and what is missed stays in its matches. */
  disablesAfterMicros: 5 * microsPerDay,
} as const;

export type BreakerState = 'closed' | 'open' | 'half_open';

export function breakerState({ openUntil }: Breaker, now: number): BreakerState {
  if (openUntil === undefined) return 'closed';
  return now < openUntil ? 'open' : 'half_open';
}

export type Permission =
  | { readonly kind: 'send' }
  /** Whoever writes this breaker over the one that was read sends the probe. */
  | { readonly kind: 'probe'; readonly breaker: Breaker }
  | { readonly kind: 'wait'; readonly until: number };

/** Whether something may be sent now. */
export function maySend(breaker: Breaker, now: number): Permission {
  const { openUntil } = breaker;
  if (openUntil === undefined) return { kind: 'send' };
  if (now < openUntil) return { kind: 'wait', until: openUntil };
  const probing = {
    ...breaker,
    openUntil: now + breakerRules.probeMicros,
    isProbing: true,
  } as const;
  return { kind: 'probe', breaker: probing };
}

export type Noted =
  | { readonly kind: 'kept'; readonly breaker: Breaker }
  /** It has failed for days: nothing more is sent until its owner says so. */
  | { readonly kind: 'disable'; readonly breaker: Breaker };

/** What an attempt has shown. One success closes the breaker, whatever it was before. */
export function noteAttempt(breaker: Breaker, isDelivered: boolean, now: number): Noted {
  if (isDelivered) return { kind: 'kept', breaker: closedBreaker };
  const failures = breaker.failures + 1;
  const failingSince = breaker.failingSince ?? now;
  const failed = { ...breaker, failures, failingSince };
  if (now - failingSince >= breakerRules.disablesAfterMicros) {
    return { kind: 'disable', breaker: failed };
  }
  return { kind: 'kept', breaker: opens(failed) ? open(failed, now) : failed };
}

/** An attempt that was under way when it opened does not prolong the pause. */
function opens({ openUntil, isProbing, failures }: Breaker): boolean {
  return openUntil === undefined ? failures >= breakerRules.opensAfter : isProbing === true;
}

function open({ isProbing: _, ...breaker }: Breaker, now: number): Breaker {
  const { firstPauseMicros, longestPauseMicros } = breakerRules;
  const pause = Math.min(firstPauseMicros * 2 ** breaker.opened, longestPauseMicros);
  return { ...breaker, opened: breaker.opened + 1, openUntil: now + pause };
}
