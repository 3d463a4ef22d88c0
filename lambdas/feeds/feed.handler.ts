import { z } from 'zod';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { feedStore } from '../store/feed-store';
import { feedApi } from './feed-api';

const env = readEnv({ ...edgeVariables, FEED_TABLE: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = feedApi({ feeds: feedStore(client, env.FEED_TABLE), now: clock });
  return httpHandler(api, httpEdge(client, env, keys));
});
