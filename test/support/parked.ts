import type { Parked } from '../../lambdas/core/redrive';

/** A queue in memory of what is parked, that hands out two at a time and what it gave back again at once. */
export function parkedIn<T>(messages: readonly Omit<Parked<T>, 'handle'>[]) {
  const waiting: Parked<T>[] = messages.map((message) => ({ ...message, handle: message.id }));
  return {
    waiting,
    receive: async () => waiting.splice(0, 2),
    remove: async () => undefined,
    release: async (message: Parked<T>) => void waiting.push(message),
  };
}
