import type { DeliveryMessage } from '../contracts/delivery-message';
import type { Clock } from '../core/time';
import { type DeliveryStore, minuteOf } from '../store/delivery-store';

export interface SweepDueDeps {
  readonly deliveries: DeliveryStore;
  readonly send: (messages: readonly DeliveryMessage[]) => Promise<void>;
  readonly now: Clock;
}

/** Of one run: it catches up with a day that nothing ran in. */
const mostMinutes = 1500;

/** What was written late may be due in a minute that is over. */
const lateMinutes = 2;

/**
 * Rings the deliverer for what is due. A delivery stays due until the deliverer has moved it on, and is rung for each
 * minute until then; the sweep goes on from the first minute that is not empty.
 */
export async function sweepDue({ deliveries, send, now }: SweepDueDeps): Promise<{ due: number }> {
  const current = minuteOf(now());
  const from = (await deliveries.readDueCursor()) ?? current - 1;
  const end = Math.min(current, from + mostMinutes);
  let due = 0;
  let firstOpen: number | undefined;
  for (let minute = from; minute < end; minute++) {
    const refs = await deliveries.readDue(minute);
    await send(
      refs.map(({ member, endpoint, id }) => ({ member, endpoint, ...(id && { delivery: id }) })),
    );
    due += refs.length;
    for (const ref of refs.filter(({ id }) => id === undefined)) {
      await deliveries.removeDue(minute, ref);
    }
    if (refs.some(({ id }) => id !== undefined)) firstOpen ??= minute;
  }
  await deliveries.writeDueCursor(Math.min(firstOpen ?? end, end - lateMinutes));
  return { due };
}
