/** A message of a queue of what could not be done, with what it is about, or why that can't be told. */
export interface Parked<T> {
  readonly id: string;
  readonly handle: string;
  readonly about: readonly T[];
  readonly hopeless?: string;
}

export interface ParkedMessages<T> {
  /** Some that nobody else has; none when there are no others left to get. */
  receive(): Promise<readonly Parked<T>[]>;
  remove(message: Parked<T>): Promise<void>;
  release(message: Parked<T>): Promise<void>;
}

/** What is left, and why. */
export interface Left {
  readonly what: string;
  readonly reason: string;
}

export interface RedriveParkedDeps<T> {
  readonly queue: ParkedMessages<T>;
  readonly hasTime: () => boolean;
  /** Does what a message is about; what can't be done is left, with the reason. */
  readonly tryAgain: (about: readonly T[]) => Promise<readonly Left[]>;
}

/** Tries again what is parked. A message goes once all that it is about is done; the others stay, with the reason. */
export async function redriveParked<T>({
  queue,
  hasTime,
  tryAgain,
}: RedriveParkedDeps<T>): Promise<{ redriven: number; left: Left[] }> {
  const kept = new Map<string, Parked<T>>();
  const left: Left[] = [];
  let redriven = 0;
  while (hasTime()) {
    const messages = (await queue.receive()).filter(({ id }) => !kept.has(id));
    if (messages.length === 0) break;
    for (const message of messages) {
      const { id, about, hopeless } = message;
      const reasons =
        hopeless === undefined ? await tryAgain(about) : [{ what: id, reason: hopeless }];
      if (reasons.length === 0) {
        await queue.remove(message);
        redriven += about.length;
      } else {
        kept.set(id, message);
        left.push(...reasons);
      }
    }
  }
  for (const message of kept.values()) await queue.release(message);
  return { redriven, left };
}
