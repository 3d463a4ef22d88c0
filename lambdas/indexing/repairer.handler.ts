import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type RepairReply, repairRequest } from '../contracts/operations';
import { isBusy } from '../platform/busy';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { reasonOf } from '../platform/parked-queue';
import { directoryStore } from '../store/directory-store';
import { dueStore } from '../store/due-store';
import { feedStore } from '../store/feed-store';
import { groupStore } from '../store/group-store';
import { indexStores } from '../store/index-stores';
import { jobStore } from '../store/job-store';
import { pointerLists } from '../store/pointer-lists';
import { pointerModes } from '../store/put-rows';
import { repairStore } from '../store/repair-store';
import { pauseBeforeRetry } from './pause';
import { repair } from './repair/repair';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
});
const client = documentClient();
const log = makeLogger();
const tables = {
  exchange: env.EXCHANGE_TABLE,
  audienceIndex: env.AUDIENCE_INDEX_TABLE,
  feed: env.FEED_TABLE,
};
const deps = {
  ...indexStores(client, tables, env.POINTER_WRITES),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  groups: groupStore(client, env.DIRECTORY_TABLE),
  feeds: feedStore(client, tables.feed),
  due: dueStore(client, tables.audienceIndex),
  lists: pointerLists(client, tables.audienceIndex),
  repairs: repairStore(client, tables),
  jobs: jobStore(client, tables.audienceIndex),
  now: clock,
  pause: pauseBeforeRetry,
  wait: () => sleep(1000),
  isBusy,
  reasonOf,
};

export async function handler(event: unknown): Promise<RepairReply> {
  const reply = await repair(repairRequest.parse(event), deps);
  const { job, state, progress, drift, repaired, missing } = reply;
  log.info('repair.ran', { job, state, progress, drift, repaired, missing });
  const hasDrift = job !== 'rebuild-index' && Object.keys(drift).length > 0;
  // An alarm counts this event.
  if (state !== 'running' && state !== 'busy' && (hasDrift || missing.length > 0)) {
    log.warn('repair.drift', { job, drift, repaired, missing });
  }
  return reply;
}
