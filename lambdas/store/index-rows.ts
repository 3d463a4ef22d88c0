import { z } from 'zod';
import type { AudienceRow } from '../core/commit-plan';
import { emptyHead, type FeedHead } from '../core/feed';
import type { Summary } from '../core/summary';

const rowItem = z.object({
  pk: z.string(),
  id: z.string(),
  source: z.number(),
  position: z.number(),
  firstSeen: z.number(),
  projection: z.string().optional(),
});

export function audienceRow(item: unknown): AudienceRow {
  const { pk, projection, ...row } = rowItem.parse(item);
  const indicatorId = pk.slice(pk.lastIndexOf('/') + 1);
  return projection === undefined ? { ...row, indicatorId } : { ...row, indicatorId, projection };
}

const headItem = z.object({
  epoch: z.number().default(0),
  position: z.number(),
  from: z.number().default(0),
  settled: z.number().default(0),
  count: z.number(),
  digest: z.string(),
});

export function feedHead(item: unknown): FeedHead {
  return item === undefined ? emptyHead : headItem.parse(item);
}

const summaryItem = z.object({ summary: z.string() });

/** Summaries are written by the indexer alone, as JSON text. */
export function summaryOf(item: unknown): Summary {
  return JSON.parse(summaryItem.parse(item).summary) as Summary;
}
