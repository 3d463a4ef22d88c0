import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { pointerModes } from '../store/put-rows';
import { searchStore } from '../store/search-store';
import { watchStores } from '../store/watch-stores';
import { watchesApi } from './watches-api';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  NOTIFY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
});
const client = documentClient();
const tables = { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE };

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = watchesApi({
    ...watchStores(client, env.NOTIFY_TABLE, env.POINTER_WRITES),
    open: searchStore(client, tables),
    makeId: idMaker(keys.ids),
    random: randomBytes,
    tellRead: readsTeller(env, edge.log),
    now: clock,
  });
  return httpHandler(api, edge);
});
