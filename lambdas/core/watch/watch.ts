import type { Idempotency } from '../idempotency';
import type { Condition } from './condition';

export const watchStates = ['live', 'paused', 'expired'] as const;
export type WatchState = (typeof watchStates)[number];

/** How far the run against what was there already has come. */
export interface Retro {
  readonly state: 'pending' | 'running' | 'done';
  readonly found: number;
  /** False where there was more than is told of what was there already. */
  readonly complete: boolean;
}

/** A standing question of a member. */
export interface Watch {
  readonly id: string;
  readonly member: string;
  readonly name: string;
  readonly state: WatchState;
  readonly conditions: readonly Condition[];
  readonly expiresAt: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly retro: Retro;
  readonly mark?: Idempotency | undefined;
}

export const retroPending: Retro = { state: 'pending', found: 0, complete: true };

/** Whether it tells anything at a time. */
export function isLiveWatch(
  { state, expiresAt }: Pick<Watch, 'state' | 'expiresAt'>,
  nowMicros: number,
): boolean {
  return state === 'live' && (expiresAt === null || Date.parse(expiresAt) * 1000 > nowMicros);
}

/** A watch as messages and matches name it. */
export interface WatchRef {
  readonly member: string;
  readonly watchId: string;
}
