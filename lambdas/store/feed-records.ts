import { z } from 'zod';
import type { Audience } from '../core/audience';
import { type ObjectKind, objectKinds } from '../core/exchange-object';
import type { ItemChange } from './audit-changes';

/** An entry of a feed, as its table's stream tells that it came or went. */
export interface FeedRecord {
  /** Of the stream's record. */
  readonly recordId: string;
  readonly change: 'came' | 'went';
  readonly audience: Audience;
  readonly position: number;
  /** Microseconds. */
  readonly at: number;
  readonly kind: ObjectKind;
  readonly id: string;
  /** What the audience is shown, as JSON; absent of a tombstone. */
  readonly projection?: string | undefined;
  /** Whether the audience holds others' opinions on its indicator too. */
  readonly others: boolean;
}

const entry = z.object({
  id: z.string(),
  kind: z.enum(objectKinds),
  projection: z.string().optional(),
  others: z.boolean().default(false),
});
const feed = '/feed';

/** Heads are no entries. */
export function readFeedRecord({ id, at, key, before, after }: ItemChange): FeedRecord[] {
  const image = after ?? before;
  if (!key.pk.endsWith(feed) || !image) return [];
  const audience = key.pk.slice(0, -feed.length) as Audience;
  const change = after ? 'came' : 'went';
  const position = Number(key.sk);
  return [{ recordId: id, change, audience, position, at, ...entry.parse(image) }];
}

/** What the matcher leaves of a record that it could not match: where it is, and nothing of what it says. */
export const parkedFeedRecord = z.object({
  record: z.object({
    recordId: z.string(),
    change: z.enum(['came', 'went']),
    audience: z.string(),
    position: z.number(),
    at: z.number(),
    kind: z.enum(objectKinds),
    id: z.string(),
    others: z.boolean(),
  }),
});
