import { z } from 'zod';
import type { AudienceRow } from '../core/commit-plan';
import { emptyHead, type FeedHead } from '../core/feed';
import type { Summary } from '../core/summary';
import { refIn } from './index-keys';

const rowItem = z.object({
  pk: z.string(),
  sk: z.string(),
  id: z.string(),
  source: z.number(),
  position: z.number(),
  firstSeen: z.number(),
  projection: z.string().exactOptional(),
  held: z.string().exactOptional(),
  leaves: z.array(z.string()).exactOptional(),
});

export function audienceRow(item: unknown): AudienceRow {
  const { pk, sk, ...row } = rowItem.parse(item);
  return { ...row, ...refIn(sk), indicatorId: pk.slice(pk.lastIndexOf('/') + 1) };
}

const headItem = z.object({
  epoch: z.number().default(0),
  position: z.number(),
  from: z.number().default(0),
  settled: z.number().default(0),
  count: z.number(),
  digest: z.string(),
  listed: z.number().exactOptional(),
});

export function feedHead(item: unknown): FeedHead {
  return item === undefined ? emptyHead : headItem.parse(item);
}

const summaryItem = z.object({ summary: z.string() });

/** Summaries are written by the indexer alone, as JSON text. */
export function summaryOf(item: unknown): Summary {
  return JSON.parse(summaryItem.parse(item).summary) as Summary;
}
