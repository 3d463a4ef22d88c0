import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { RedriveReply } from '../contracts/operations';
import { readRecord } from '../platform/change-handler';
import { documentClient, queueClient } from '../platform/clients';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { matchedQueue } from '../platform/matched-queue';
import { type ParkedMessage, parkedQueue, reasonOf } from '../platform/parked-queue';
import { parkedRange, readRecords } from '../platform/stream-range';
import { feedEntryStore } from '../store/feed-entry-store';
import { parkedFeedRecord, readFeedRecord } from '../store/feed-records';
import { opinionStore } from '../store/opinion-store';
import { postingStore } from '../store/posting-store';
import { tokenStore } from '../store/token-store';
import { toldStore } from '../store/told-store';
import { knownTokens } from './known-tokens';
import { redriveMatches } from './redrive-matches';

const env = readEnv({
  NOTIFY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  MATCHED_QUEUE_URL: z.string(),
  MATCHER_PARKED_QUEUE_URL: z.string(),
});
const client = documentClient();
const sqs = queueClient();
const streams = new DynamoDBStreamsClient();
const log = makeLogger();
const parked = parkedQueue(sqs, env.MATCHER_PARKED_QUEUE_URL);
const entries = feedEntryStore(client, env.FEED_TABLE);
const opinions = opinionStore(client, env.AUDIENCE_INDEX_TABLE);
const millisecondsKept = 30_000;
const deps = {
  tokens: knownTokens(tokenStore(client, env.NOTIFY_TABLE)),
  postings: postingStore(client, env.NOTIFY_TABLE),
  told: toldStore(client, env.NOTIFY_TABLE),
  ...{ opinions, rows: opinions, reasonOf },
  send: matchedQueue(sqs, env.MATCHED_QUEUE_URL).send,
  queue: {
    receive: async () => Promise.all((await parked.receive()).map(withRecords)),
    remove: parked.remove,
    release: parked.release,
  },
};

async function withRecords(message: ParkedMessage) {
  const { body } = message;
  const one = parkedFeedRecord.safeParse(body);
  if (one.success) return { ...message, ...(await standing(one.data.record)) };
  const range = parkedRange.safeParse(body);
  if (!range.success) return { ...message, about: [], hopeless: 'it is no message of the matcher' };
  const { records, isWhole } = await readRecords(streams, range.data.DDBStreamBatchInfo);
  const gone = 'the stream keeps a day and has it no more';
  return {
    ...message,
    about: records.flatMap(readRecord).flatMap(readFeedRecord),
    ...(isWhole ? {} : { hopeless: gone }),
  };
}

/** What went has no entry any more that tells whom it concerned. */
async function standing(record: Parameters<typeof entries.standing>[0]) {
  if (record.change === 'came') return { about: await entries.standing(record) };
  return {
    about: [],
    hopeless: 'it has left its audience: those who were told are not told of that',
  };
}

export async function handler(_: unknown, context: Context): Promise<RedriveReply> {
  const hasTime = () => context.getRemainingTimeInMillis() > millisecondsKept;
  const reply = await redriveMatches({ ...deps, hasTime });
  log.info('matches.redriven', { redriven: reply.redriven, left: reply.left.length });
  return reply;
}
