/** Where something stands in an audience's order: when it was first seen there, then its id. */
export interface Place {
  readonly firstSeen: number;
  readonly id: string;
}

export type Order = 'newest' | 'oldest';

export function opposite(order: Order): Order {
  return order === 'newest' ? 'oldest' : 'newest';
}

/** Below zero where `a` comes first. Ids compare as text, as the keys of pointers do. */
export function comparePlaces(a: Place, b: Place, order: Order): number {
  const byTime = a.firstSeen - b.firstSeen || (a.id < b.id ? -1 : Number(a.id > b.id));
  return order === 'newest' ? -byTime : byTime;
}
