import { z } from 'zod';
import { idMaker } from '../core/id';
import { documentClient, objectClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { audienceIndexStore } from '../store/audience-index-store';
import { exchangeStore } from '../store/exchange-store';
import { feedStore } from '../store/feed-store';
import { pointerLists } from '../store/pointer-lists';
import { presenceStore } from '../store/presence-store';
import { lookUpApi } from './look-up-api';
import { sieve } from './presence/sieve';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = lookUpApi({
    exchange: exchangeStore(client, env.EXCHANGE_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    sift: sieve({
      feeds: feedStore(client, env.FEED_TABLE),
      lists: pointerLists(client, env.AUDIENCE_INDEX_TABLE),
      artifacts: presenceStore(objectClient(), env.ARTIFACTS_BUCKET),
      now: clock,
    }),
    makeId: idMaker(keys.ids),
    tellRead: readsTeller(env, edge.log),
    now: clock,
  });
  return httpHandler(api, edge);
});
