import { isExpired } from '../core/descriptor';
import { dueOverlapMinutes, minuteOf } from '../core/due';
import { revise } from '../core/revise';
import type { Clock } from '../core/time';
import type { Due, DueStore } from '../store/due-store';
import type { ExchangeStore } from '../store/exchange-store';
import { chunks } from '../store/item';

export interface ExpireDeps {
  readonly due: DueStore;
  readonly exchange: Pick<ExchangeStore, 'read' | 'replace'>;
  readonly now: Clock;
  readonly onFailure: (id: string, error: unknown) => void;
}

/** So many minutes are caught up in one run; after a long stop the next run goes on from there. */
const minutesPerRun = 1500;
const minutesAtOnce = 16;
const expiriesAtOnce = 32;

/** Marks what has ended as expired: one conditional write each, from which the index follows. */
export async function expireDue(deps: ExpireDeps): Promise<{ expired: number }> {
  const thisMinute = minuteOf(deps.now());
  const reached = (await deps.due.readCursor()) ?? thisMinute;
  const from = reached - dueOverlapMinutes;
  const upTo = Math.min(thisMinute, reached + minutesPerRun);
  let expired = 0;
  for (let minute = from; minute <= upTo; minute += minutesAtOnce) {
    const count = Math.min(minutesAtOnce, upTo - minute + 1);
    const minutes = Array.from({ length: count }, (_, at) => minute + at);
    const due = (await Promise.all(minutes.map((m) => deps.due.readDue(m)))).flat();
    for (const some of chunks(due, expiriesAtOnce)) {
      const done = await Promise.all(some.map((one) => tryExpire(one, deps)));
      expired += done.filter(Boolean).length;
    }
  }
  await deps.due.writeCursor(upTo);
  return { expired };
}

/** One that fails stays due for the next run, and keeps no other from its end. */
async function tryExpire(due: Due, deps: ExpireDeps): Promise<boolean> {
  try {
    return await expireOne(due, deps);
  } catch (error) {
    deps.onFailure(due.id, error);
    return false;
  }
}

/** A row whose descriptor has another expiry by now has served; the indexer put one for the new time. */
async function expireOne(due: Due, deps: ExpireDeps): Promise<boolean> {
  const descriptor = await deps.exchange.read(due);
  const now = deps.now();
  const expiresAt = descriptor?.opinion.expiresAt ?? null;
  const isDue = descriptor?.state === 'live' && isExpired(expiresAt, now);
  const isLater =
    descriptor?.state === 'live' &&
    expiresAt !== null &&
    minuteOf(Date.parse(expiresAt) * 1000) === due.minute;
  if (!isDue) {
    if (!isLater) await deps.due.remove(due);
    return false;
  }
  const { opinion, audiences, version } = descriptor;
  const expired = revise(descriptor, { opinion, audiences, state: 'expired' }, now);
  if (await deps.exchange.replace(expired, version)) return false;
  await deps.due.remove(due);
  return true;
}
