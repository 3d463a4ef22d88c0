import { z } from 'zod';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { feedStore } from '../store/feed-store';
import { feedApi } from './feed-api';

const env = readEnv({ ...edgeVariables, ...tellingVariables, FEED_TABLE: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const feeds = feedStore(client, env.FEED_TABLE);
  const api = feedApi({ feeds, tellRead: readsTeller(env, edge.log), now: clock });
  return httpHandler(api, edge);
});
