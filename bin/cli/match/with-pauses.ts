import { setTimeout as sleep } from 'node:timers/promises';

export const pause = Symbol('pause');

/**
 * What a source brings, and `pause` once each time that nothing has come for so long. Left early, it does not wait
 * for the source, which may never bring anything more.
 */
export async function* withPauses<T>(
  source: AsyncIterable<T>,
  milliseconds: number,
): AsyncGenerator<T | typeof pause> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const next = iterator.next();
    if (await isSilent(next, milliseconds)) yield pause;
    const { value, done } = await next;
    if (done) return;
    yield value;
  }
}

async function isSilent(next: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const silence = sleep(milliseconds, true, { signal: timer.signal }).catch(() => false);
  const came = next.then(
    () => false,
    () => false,
  );
  const silent = await Promise.race([came, silence]);
  timer.abort();
  return silent;
}
