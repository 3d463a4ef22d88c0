import type { DeliveryMessage } from '../contracts/delivery-message';
import type { MatchedMessage } from '../contracts/matched-message';
import type { RedriveReply } from '../contracts/operations';
import { type Left, type ParkedMessages, redriveParked } from '../core/redrive';

export interface RedriveTellingDeps {
  readonly matched: ParkedMessages<MatchedMessage>;
  readonly deliveries: ParkedMessages<DeliveryMessage>;
  readonly notify: (message: MatchedMessage) => Promise<unknown>;
  /** Rings the deliverer. */
  readonly send: (messages: readonly DeliveryMessage[]) => Promise<void>;
  readonly hasTime: () => boolean;
  readonly reasonOf: (error: unknown) => string;
}

/**
 * Tells what is parked of matches, and rings the deliverer for what is parked of deliveries: the secrets of endpoints and
 * the way out are its alone. What it can't do is parked again.
 */
export async function redriveTelling(deps: RedriveTellingDeps): Promise<RedriveReply> {
  const { matched, deliveries, notify, send, hasTime } = deps;
  const told = await redriveParked({
    ...{ queue: matched, hasTime },
    tryAgain: (messages) => leftOf(messages, ({ change }) => change.id, notify, deps),
  });
  const rung = await redriveParked({
    ...{ queue: deliveries, hasTime },
    tryAgain: (messages) =>
      leftOf(
        messages,
        ({ endpoint }) => endpoint,
        (message) => send([message]),
        deps,
      ),
  });
  return { redriven: told.redriven + rung.redriven, left: [...told.left, ...rung.left] };
}

async function leftOf<T>(
  messages: readonly T[],
  idOf: (message: T) => string,
  run: (message: T) => Promise<unknown>,
  { reasonOf }: Pick<RedriveTellingDeps, 'reasonOf'>,
): Promise<Left[]> {
  const left: Left[] = [];
  for (const message of messages) {
    try {
      await run(message);
    } catch (error) {
      left.push({ what: idOf(message), reason: reasonOf(error) });
    }
  }
  return left;
}
