import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { isBusy } from '../platform/busy';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { parkedQueue } from '../platform/parked-queue';
import { streamHandler } from '../platform/stream-handler';
import type { Key } from '../store/batch-get';
import { indexStores } from '../store/index-stores';
import { pointerModes } from '../store/put-rows';
import { indexBatch } from './index-batch';
import { pauseBeforeRetry } from './pause';

const env = readEnv({
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
  INDEXER_PARKED_QUEUE_URL: z.string(),
});
const client = documentClient();
const log = makeLogger();
const parked = parkedQueue(new SQSClient(), env.INDEXER_PARKED_QUEUE_URL);
const tables = {
  exchange: env.EXCHANGE_TABLE,
  audienceIndex: env.AUDIENCE_INDEX_TABLE,
  feed: env.FEED_TABLE,
};
const deps = {
  ...indexStores(client, tables, env.POINTER_WRITES),
  now: clock,
  pause: pauseBeforeRetry,
  isBusy,
  park,
  onFailure: (ids: readonly string[], error: unknown) =>
    log.error('index.failed', { ids: ids.slice(0, 25), ...errorFields(error) }),
};

async function park(key: Key, error: unknown): Promise<boolean> {
  try {
    await parked.send({ object: { pk: key.pk, sk: key.sk } }, error);
    log.warn('index.parked', { id: key.sk });
    return true;
  } catch (failure) {
    log.error('park.failed', { id: key.sk, ...errorFields(failure) });
    return false;
  }
}

export const handler = streamHandler((keys) => indexBatch(keys, deps));
