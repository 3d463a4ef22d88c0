import { type Breaker, closedBreaker, maySend } from '../webhooks/breaker';

/** How an endpoint is doing, and what is under way to it; on a row of its own, that deliveries write. */
export interface Health {
  readonly breaker: Breaker;
  /** Until when a delivery that is under way is waited for, by its id. */
  readonly underWay: Readonly<Record<string, number>>;
  /** Somebody wanted to send and found no room: whoever ends next looks again. */
  readonly isWanted: boolean;
  readonly delivered: number;
  readonly failed: number;
  readonly lastDeliveredAt?: number | undefined;
  readonly lastFailedAt?: number | undefined;
  /** Raised by each write; 0 of what is not there. */
  readonly version: number;
}

export const newHealth: Health = {
  ...{ breaker: closedBreaker, underWay: {}, isWanted: false, delivered: 0, failed: 0, version: 0 },
};

export const deliveryRules = {
  /** An attempt ends within 10 s; when nobody heard of its end for so long, another is made. */
  leaseMicros: 45_000_000,
} as const;

export type Admission =
  | { readonly kind: 'go'; readonly health: Health }
  | { readonly kind: 'wait'; readonly until: number }
  /** No room: with the health that says so, to be written unless it does already. */
  | { readonly kind: 'full'; readonly health: Health };

/**
 * Whether a delivery may be under way now: one at a time, so that an endpoint that hangs holds no more than one of the
 * deliverer's batches. What comes meanwhile goes in the next one.
 */
export function admit(health: Health, deliveryId: string, now: number): Admission {
  const permission = maySend(health.breaker, now);
  if (permission.kind === 'wait') return permission;
  const open = Object.entries(health.underWay).filter(
    ([id, until]) => until > now && id !== deliveryId,
  );
  if (open.length > 0) return { kind: 'full', health: { ...health, isWanted: true } };
  const breaker = permission.kind === 'probe' ? permission.breaker : health.breaker;
  const underWay = { [deliveryId]: now + deliveryRules.leaseMicros };
  return { kind: 'go', health: { ...health, breaker, underWay } };
}

/** Without the delivery, which has ended. */
export function leave({ underWay, ...health }: Health, deliveryId: string): Health {
  const { [deliveryId]: _, ...rest } = underWay;
  return { ...health, underWay: rest, isWanted: false };
}
