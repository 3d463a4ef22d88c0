import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { RedriveReply } from '../contracts/operations';
import { isBusy } from '../platform/busy';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { type ParkedMessage, parkedObject, parkedQueue, reasonOf } from '../platform/parked-queue';
import { parkedRange, readRange } from '../platform/stream-range';
import { indexStores } from '../store/index-stores';
import { pointerModes } from '../store/put-rows';
import { pauseBeforeRetry } from './pause';
import { redrive } from './redrive';

const env = readEnv({
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
  INDEXER_PARKED_QUEUE_URL: z.string(),
});
const tables = {
  exchange: env.EXCHANGE_TABLE,
  audienceIndex: env.AUDIENCE_INDEX_TABLE,
  feed: env.FEED_TABLE,
};
const stores = indexStores(documentClient(), tables, env.POINTER_WRITES);
const parked = parkedQueue(new SQSClient(), env.INDEXER_PARKED_QUEUE_URL);
const streams = new DynamoDBStreamsClient();
const log = makeLogger();
const millisecondsKept = 30_000;

const queue = {
  async receive() {
    return Promise.all((await parked.receive()).map(withKeys));
  },
  remove: parked.remove,
  release: parked.release,
};

async function withKeys(message: ParkedMessage) {
  const { body } = message;
  const object = parkedObject.safeParse(body);
  if (object.success) return { ...message, about: [object.data.object] };
  const range = parkedRange.safeParse(body);
  if (!range.success) return { ...message, about: [], hopeless: 'it is no message of the indexer' };
  const { keys, isWhole } = await readRange(streams, range.data.DDBStreamBatchInfo);
  const gone = 'the stream keeps a day and has it no more; run: tocsin reconcile';
  return { ...message, about: keys, ...(isWhole ? {} : { hopeless: gone }) };
}

export async function handler(_: unknown, context: Context): Promise<RedriveReply> {
  const reply = await redrive({
    ...stores,
    queue,
    now: clock,
    pause: pauseBeforeRetry,
    isBusy,
    reasonOf,
    hasTime: () => context.getRemainingTimeInMillis() > millisecondsKept,
  });
  log.info('redrive.ran', { redriven: reply.redriven, left: reply.left.length });
  return reply;
}
