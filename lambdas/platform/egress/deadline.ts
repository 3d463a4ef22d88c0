import type { CallFailure } from '../../core/egress/call';
import { CallFailedError } from './call-failed';

/** Waits for one step of a call: for as long as the step may take, and for no longer than is left of the whole. */
export type Within = <T>(
  step: Promise<T>,
  milliseconds: number,
  failure: CallFailure,
) => Promise<T>;

export function deadline(totalMs: number): Within {
  const endsAt = performance.now() + totalMs;
  return async (step, milliseconds, failure) => {
    const left = endsAt - performance.now();
    const [wait, over] = left < milliseconds ? [left, 'timeout' as const] : [milliseconds, failure];
    let timer: NodeJS.Timeout | undefined;
    const ending = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new CallFailedError(over)), Math.max(wait, 0));
    });
    try {
      return await Promise.race([step, ending]);
    } finally {
      clearTimeout(timer);
    }
  };
}
