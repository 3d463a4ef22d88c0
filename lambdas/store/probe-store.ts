import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { batchGet, type Key } from './batch-get';
import { putRows } from './put-rows';

export interface ProbeTables {
  readonly exchange: string;
  readonly audienceIndex: string;
}

export type ProbeStore = ReturnType<typeof probeStore>;

/** Enough to fall into every shard of the Exchange's stream, and into every lane of a shard. */
const probes = 32;

const keys: readonly Key[] = Array.from({ length: probes }, (_, at) => ({
  pk: `probe/${at}`,
  sk: 'probe',
}));

const probeItem = z.object({ pk: z.string(), sk: z.string(), version: z.number() });

/** Whether a key of the Exchange is of a probe, of which no member's object can be. */
export function isProbe({ pk }: Key): boolean {
  return pk.startsWith('probe/');
}

/**
 * Items that nobody owns, written to see when they come out at the other end: a stream keeps its order, so
 * once the indexer has echoed a probe it is done with all that was written before it to the same shard.
 */
export function probeStore(client: DynamoDBDocumentClient, tables: ProbeTables) {
  return {
    async write(version: number): Promise<void> {
      const items = keys.map((key) => ({ ...key, version }));
      await putRows(client, tables.exchange, items, 'batch');
    },

    async echo(rung: readonly Key[]): Promise<void> {
      const items = await batchGet(client, tables.exchange, rung, { isStrong: true });
      const seen = items.map((item) => probeItem.parse(item));
      await putRows(client, tables.audienceIndex, seen, 'batch');
    },

    /** The version that all probes have come out with, at least. */
    async readEchoed(): Promise<number> {
      const items = await batchGet(client, tables.audienceIndex, keys, { isStrong: true });
      if (items.length < keys.length) return 0;
      return Math.min(...items.map((item) => probeItem.parse(item).version));
    },
  };
}
