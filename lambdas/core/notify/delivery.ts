import { createHash } from 'node:crypto';
import type { CallFailure, CallOutcome } from '../egress/call';

/** `dropped`: nothing of it may be seen any more, or its endpoint is gone. `dead`: no attempt is left. */
export const deliveryStates = ['waiting', 'delivered', 'dead', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Of an attempt, by what it came to: the class of the status, or that there was none. */
export const codeClasses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;
export type CodeClass = (typeof codeClasses)[number];

/** One try. */
export interface Attempt {
  readonly at: number;
  readonly status?: number | undefined;
  readonly failure?: CallFailure | undefined;
  readonly latencyMs: number;
}

/** One message to one endpoint: which matches are in it is fixed when it is composed. */
export interface Delivery {
  /** The webhook-id, the same in every attempt. */
  readonly id: string;
  readonly member: string;
  readonly endpoint: string;
  readonly matches: readonly string[];
  readonly createdAt: number;
  readonly state: DeliveryState;
  /** Those of a replay come after those before; the oldest go. */
  readonly attempts: readonly Attempt[];
  /** How many attempts were made since it was composed or replayed, and when the first of them. */
  readonly tries: number;
  readonly firstAt: number;
  /** When the next is made, or an attempt under way is given up. */
  readonly nextAt?: number | undefined;
  /** Of the last attempt. */
  readonly code?: CodeClass | undefined;
  readonly version: number;
}

/** With the delivery itself and when it is due, one transaction. */
export const matchesPerDelivery = 96;
export const attemptsKept = 30;
export const deliveryDays = 30;

/** Of one match its own id; of several what follows from theirs. */
export function webhookId(matches: readonly string[]): string {
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  const digest = createHash('sha256').update(JSON.stringify(matches)).digest();
  return ((digest.readBigUInt64BE(0) >> 1n) | 1n).toString();
}

export function attemptOf(outcome: CallOutcome, at: number): Attempt {
  const { latencyMs, status } = outcome;
  const failure = 'failure' in outcome ? { failure: outcome.failure } : {};
  return { at, latencyMs, ...(status !== undefined && { status }), ...failure };
}

export function codeClass({ status }: Attempt): CodeClass {
  const found = codeClasses.find((each) => each.startsWith(String(status ?? 'n').charAt(0)));
  return found ?? 'none';
}
