import { z } from 'zod';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { searchStore } from '../store/search-store';
import { searchApi } from './search-api';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
});
const client = documentClient();
const tables = { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE };

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = searchApi({
    open: searchStore(client, tables),
    makeId: idMaker(keys.ids),
    cursorKeys: keys.cursors,
    tellRead: readsTeller(env, edge.log),
    now: clock,
  });
  return httpHandler(api, edge);
});
