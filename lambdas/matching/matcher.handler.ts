import { z } from 'zod';
import { isBusy } from '../platform/busy';
import { changeHandler } from '../platform/change-handler';
import { documentClient, queueClient } from '../platform/clients';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { matchedQueue } from '../platform/matched-queue';
import { parkedQueue } from '../platform/parked-queue';
import type { FeedRecord } from '../store/feed-records';
import { opinionStore } from '../store/opinion-store';
import { postingStore } from '../store/posting-store';
import { tokenStore } from '../store/token-store';
import { toldStore } from '../store/told-store';
import { knownTokens } from './known-tokens';
import { matchBatch } from './match-batch';

const env = readEnv({
  NOTIFY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  MATCHED_QUEUE_URL: z.string(),
  MATCHER_PARKED_QUEUE_URL: z.string(),
});
const client = documentClient();
const sqs = queueClient();
const log = makeLogger();
const parked = parkedQueue(sqs, env.MATCHER_PARKED_QUEUE_URL);
const opinions = opinionStore(client, env.AUDIENCE_INDEX_TABLE);
const deps = {
  tokens: knownTokens(tokenStore(client, env.NOTIFY_TABLE)),
  postings: postingStore(client, env.NOTIFY_TABLE),
  told: toldStore(client, env.NOTIFY_TABLE),
  ...{ opinions, rows: opinions, isBusy, park },
  send: matchedQueue(sqs, env.MATCHED_QUEUE_URL).send,
  onFailure: (ids: readonly string[], error: unknown) =>
    log.error('match.failed', { ids, ...errorFields(error) }),
};

/** Where it is in the feed, and nothing of what it says. */
async function park({ projection: _, ...record }: FeedRecord, error: unknown): Promise<boolean> {
  try {
    await parked.send({ record }, error);
    log.warn('match.parked', { id: record.id });
    return true;
  } catch (failure) {
    log.error('park.failed', { id: record.id, ...errorFields(failure) });
    return false;
  }
}

export const handler = changeHandler((changes) => matchBatch(changes, deps));
