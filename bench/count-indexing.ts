import type { Descriptor } from '../lambdas/core/descriptor';
import { exchangeStore, keyOf } from '../lambdas/store/exchange-store';
import { functions } from '../lib/functions';
import type { BenchCloud } from './cloud';
import { type Counts, perOperation } from './counts';
import { changesPerDescriptor } from './feeds';
import { functionName } from './function-name';
import { draftStored } from './load/draft-stored';
import { fixedAuthor } from './load/fingerprint';
import { batchSize, type LoadTarget } from './load/load-rows';
import type { Meter } from './meter';
import { ownValues } from './values';

/** Values that nothing else publishes, the same on every machine. */
const firstCounted = 20_000_000;

/** A page of 100 shall be full of what is indexed here. */
const filling = 100 - batchSize;

/** The descriptors whose indexing is counted: one that comes alone, and a batch as full as a stream gives; and some more. */
export async function countedDescriptors(): Promise<{
  readonly alone: readonly Descriptor[];
  readonly full: readonly Descriptor[];
  readonly more: readonly Descriptor[];
}> {
  const numbers = Array.from({ length: 1 + batchSize + filling }, (_, at) => firstCounted + at);
  const drafts = await Promise.all(
    numbers.map((index) => draftStored(fixedAuthor, ownValues, index)),
  );
  const full = drafts.slice(1, 1 + batchSize);
  return { alone: drafts.slice(0, 1), full, more: drafts.slice(1 + batchSize) };
}

/** Where the indexer finds them. While streams are off: it is to hear of them from `countIndexing`. */
export async function storeCounted({ documents, tables }: LoadTarget): Promise<void> {
  const exchange = exchangeStore(documents, tables.exchange);
  const { alone, full, more } = await countedDescriptors();
  for (const descriptor of [...alone, ...full, ...more]) await exchange.add(descriptor);
}

/** What the indexer's function uses of the engine for a change in one audience, when they come as one batch. */
export async function countIndexing(
  batch: readonly Descriptor[],
  cloud: BenchCloud,
  meter: Meter,
): Promise<Counts> {
  meter.take();
  const failed = await cloud.invoke<{ batchItemFailures: unknown[] }>(
    functions.indexer.id,
    streamEvent(batch),
  );
  if (failed.batchItemFailures.length > 0) throw new Error('the indexer failed to index');
  const own = meter.take().filter((usage) => functionName(usage.function) === 'indexer');
  return perOperation(own, batch.length * changesPerDescriptor);
}

function streamEvent(batch: readonly Descriptor[]) {
  const Records = batch.map((descriptor, at) => {
    const { pk, sk } = keyOf(descriptor);
    const Keys = { pk: { S: pk }, sk: { S: sk } };
    return {
      eventName: 'INSERT',
      dynamodb: { Keys, NewImage: Keys, SequenceNumber: String(at + 1) },
    };
  });
  return { Records };
}
