import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { audiencesOf } from '../core/visibility';
import { documentClient, queueClient, readKeys } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { matchedQueue } from '../platform/matched-queue';
import { directoryStore } from '../store/directory-store';
import { governanceStore } from '../store/governance-store';
import { pointerModes } from '../store/put-rows';
import { searchStore } from '../store/search-store';
import { strongClient } from '../store/strong-client';
import { watchStores } from '../store/watch-stores';
import { keepWatches } from './keep-watches';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  NOTIFY_TABLE: z.string(),
  KEYS_SECRET_ID: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
  MATCHED_QUEUE_URL: z.string(),
});
const client = documentClient();
const log = makeLogger();
const directory = directoryStore(client, env.DIRECTORY_TABLE);
const governance = governanceStore(client, env.DIRECTORY_TABLE);
const tables = { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE };
const millisecondsKept = 15_000;

async function audiencesOfMember(id: string) {
  const [record, { policy }] = await Promise.all([directory.readMember(id), governance.read()]);
  return audiencesOf(record?.member, policy);
}

export async function handler(_: unknown, context: Context) {
  const { ids } = await readKeys(env.KEYS_SECRET_ID);
  const hasTime = () => context.getRemainingTimeInMillis() > millisecondsKept;
  const kept = await keepWatches(hasTime, {
    ...watchStores(client, env.NOTIFY_TABLE, env.POINTER_WRITES),
    open: searchStore(strongClient(client), tables),
    audiencesOf: audiencesOfMember,
    send: matchedQueue(queueClient(), env.MATCHED_QUEUE_URL).send,
    makeId: idMaker(ids),
    now: clock,
    onFailure: (id, error) => log.error('watch.failed', { id, ...errorFields(error) }),
  });
  log.info('watches.kept', kept);
  return kept;
}
