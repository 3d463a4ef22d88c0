import type { RedriveReply } from '../contracts/operations';
import type { Key } from '../store/batch-get';
import { type IndexDeps, indexBatch } from './index-batch';

/** A message of the on-failure queue, with the objects that it is about, or why they can't be told. */
export interface Parked {
  readonly id: string;
  readonly handle: string;
  readonly keys: readonly Key[];
  readonly hopeless?: string;
}

export interface RedriveDeps extends Omit<IndexDeps, 'park' | 'onFailure'> {
  readonly queue: {
    /** Some that nobody else has; none when there are no others left to get. */
    receive(): Promise<readonly Parked[]>;
    remove(message: Parked): Promise<void>;
    release(message: Parked): Promise<void>;
  };
  readonly reasonOf: (error: unknown) => string;
  readonly hasTime: () => boolean;
}

/** Tries again what is parked. A message goes once all its objects are indexed; the others stay, with the reason. */
export async function redrive(deps: RedriveDeps): Promise<RedriveReply> {
  const kept: Parked[] = [];
  const left: { what: string; reason: string }[] = [];
  let redriven = 0;
  while (deps.hasTime()) {
    const messages = (await deps.queue.receive()).filter(isNew(kept));
    if (messages.length === 0) break;
    for (const message of messages) {
      const reasons = await tryAgain(message, deps);
      if (reasons.length === 0) {
        await deps.queue.remove(message);
        redriven += message.keys.length;
      } else {
        kept.push(message);
        left.push(...reasons);
      }
    }
  }
  for (const message of kept) await deps.queue.release(message);
  return { redriven, left };
}

function isNew(kept: readonly Parked[]) {
  return ({ id }: Parked) => !kept.some((one) => one.id === id);
}

async function tryAgain(message: Parked, deps: RedriveDeps): Promise<RedriveReply['left']> {
  if (message.hopeless !== undefined) return [{ what: message.id, reason: message.hopeless }];
  const reasons = new Map<string, string>();
  await indexBatch(message.keys, {
    ...deps,
    park: async () => false,
    onFailure: (ids, error) => {
      for (const id of ids) reasons.set(id, deps.reasonOf(error));
    },
  });
  return [...reasons].map(([what, reason]) => ({ what, reason }));
}
