import { z } from 'zod';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { streamHandler } from '../platform/stream-handler';
import { commitStore } from '../store/commit-store';
import { exchangeStore } from '../store/exchange-store';
import { pointerStore } from '../store/pointer-store';
import { pointerModes } from '../store/put-rows';
import { indexBatch } from './index-batch';
import { pauseBeforeRetry } from './pause';

const env = readEnv({
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  exchange: exchangeStore(client, env.EXCHANGE_TABLE),
  commits: commitStore(client, {
    audienceIndex: env.AUDIENCE_INDEX_TABLE,
    feed: env.FEED_TABLE,
  }),
  pointers: pointerStore(client, env.AUDIENCE_INDEX_TABLE, env.POINTER_WRITES),
  now: clock,
  pause: pauseBeforeRetry,
  onFailure: (ids: readonly string[], error: unknown) =>
    log.error('index.failed', { ids: ids.slice(0, 25), ...errorFields(error) }),
};

export const handler = streamHandler((keys) => indexBatch(keys, deps));
