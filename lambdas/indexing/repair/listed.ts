import { z } from 'zod';
import type { RowRef } from '../../core/exchange-object';
import { microsOf } from '../../core/time';
import type { FeedEntry } from '../../store/feed-store';

/** A live object as its entry in a feed names it. */
export interface Listed extends RowRef {
  readonly position: number;
  readonly owner: string;
}

const shown = z.object({
  owner: z.string(),
  indicatorId: z.string(),
  createdAt: z.string().transform(microsOf).optional(),
});

/** A tombstone has nothing to hold it against. */
export function listedIn({ id, kind, sk, projection }: FeedEntry): Listed[] {
  if (projection === undefined) return [];
  return [{ id, kind, position: sk, ...shown.parse(JSON.parse(projection)) }];
}
