import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { departureStore } from '../store/departure-store';
import { directoryStore } from '../store/directory-store';
import { feedStore } from '../store/feed-store';
import { groupStore } from '../store/group-store';
import { departureApi } from './departure-api';

const env = readEnv({ ...edgeVariables, FEED_TABLE: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = departureApi({
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    departures: departureStore(client, env.DIRECTORY_TABLE),
    groups: groupStore(client, env.DIRECTORY_TABLE),
    feeds: feedStore(client, env.FEED_TABLE),
    pepper: keys.credentials,
    random: randomBytes,
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
