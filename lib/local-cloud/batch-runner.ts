import { setTimeout as sleep } from 'node:timers/promises';
import { failuresOf } from './batch-outcome';
import type { MappingSettings } from './mapping-settings';
import type { Failure } from './on-failure';
import { type StreamRecord, sequenceOf } from './stream-record';
import type { Invoker } from './worker-pool';

export type Batch = readonly [StreamRecord, ...StreamRecord[]];
export type Giveup = Pick<Failure, 'condition' | 'invokeCount'>;

export interface BatchRunnerOptions {
  readonly settings: MappingSettings;
  readonly invoker: Invoker;
  /** Seconds since 1970. AWS is never off: the time before does not count as a record's age. */
  readonly runningSince: number;
  /** Everything up to this record is done with. */
  readonly onDone: (last: StreamRecord) => void;
  readonly onGiveUp: (batch: Batch, why: Giveup) => Promise<void>;
}

/** Hands a batch over until it is done with: Lambda's retries, bisection, age and partial answers. */
export async function runBatch(batch: Batch, options: BatchRunnerOptions): Promise<void> {
  const { settings, onDone, onGiveUp } = options;
  let rest: Batch | undefined = batch;
  let attempts = 0;
  while (rest) {
    rest = await giveUpExpired(rest, attempts, options);
    if (!rest) return;
    const failedAt = await firstFailure(rest, options);
    attempts += 1;
    if (failedAt === undefined) return onDone(lastOf(rest));
    if (failedAt > 0) {
      onDone(rest[failedAt - 1] ?? rest[0]);
      rest = asBatch(rest.slice(failedAt));
      attempts = 0;
    } else if (settings.bisects && rest.length > 1) {
      const half = Math.ceil(rest.length / 2);
      const left = asBatch(rest.slice(0, half));
      if (left) await runBatch(left, options);
      rest = asBatch(rest.slice(half));
      attempts = 0;
    } else if (attempts > settings.maximumRetries) {
      await onGiveUp(rest, { condition: 'RetryAttemptsExhausted', invokeCount: attempts });
      return onDone(lastOf(rest));
    } else await sleep(Math.min(50 * 2 ** attempts, 10_000));
  }
}

async function giveUpExpired(
  batch: Batch,
  invokeCount: number,
  { settings, runningSince, onDone, onGiveUp }: BatchRunnerOptions,
): Promise<Batch | undefined> {
  const oldest = Date.now() / 1000 - settings.maximumAgeSeconds;
  const isFresh = ({ dynamodb }: StreamRecord) =>
    Math.max(dynamodb.ApproximateCreationDateTime, runningSince) >= oldest;
  const fresh = batch.findIndex(isFresh);
  if (fresh === 0) return batch;
  const expired = asBatch(fresh < 0 ? batch : batch.slice(0, fresh));
  if (expired) {
    await onGiveUp(expired, { condition: 'RecordAgeExceeded', invokeCount });
    onDone(lastOf(expired));
  }
  return fresh < 0 ? undefined : asBatch(batch.slice(fresh));
}

/** Index of the first record that failed. */
async function firstFailure(
  batch: Batch,
  { settings, invoker }: BatchRunnerOptions,
): Promise<number | undefined> {
  const outcome = await invoker.invoke(JSON.stringify({ Records: batch }));
  const failures = failuresOf(outcome, settings.reportsItemFailures);
  if (failures === 'all') return 0;
  if (failures.length === 0) return undefined;
  const indexes = failures.map((one) => batch.findIndex((record) => sequenceOf(record) === one));
  return Math.max(0, Math.min(...indexes));
}

export function asBatch(records: readonly StreamRecord[]): Batch | undefined {
  const [first, ...others] = records;
  return first && [first, ...others];
}

export function lastOf(batch: Batch): StreamRecord {
  return batch.at(-1) ?? batch[0];
}
