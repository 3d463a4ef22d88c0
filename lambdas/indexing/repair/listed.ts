import { z } from 'zod';
import type { FeedEntry } from '../../store/feed-store';

/** A live object as its entry in a feed names it. */
export interface Listed {
  readonly id: string;
  readonly position: number;
  readonly owner: string;
  readonly indicatorId: string;
}

const shown = z.object({ owner: z.string(), indicatorId: z.string() });

/** A tombstone has nothing to hold it against. */
export function listedIn({ id, sk, projection }: FeedEntry): Listed[] {
  if (projection === undefined) return [];
  return [{ id, position: sk, ...shown.parse(JSON.parse(projection)) }];
}
