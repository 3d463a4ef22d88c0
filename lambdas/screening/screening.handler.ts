import { z } from 'zod';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { directoryStore } from '../store/directory-store';
import { jobStore } from '../store/job-store';
import { knownGoodStore } from '../store/known-good-store';
import { screeningStore } from '../store/screening-store';
import { screeningApi } from './screening-api';

const env = readEnv({ ...edgeVariables, AUDIENCE_INDEX_TABLE: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = screeningApi({
    knownGood: knownGoodStore(client, env.DIRECTORY_TABLE),
    screening: screeningStore(client, env.AUDIENCE_INDEX_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    jobs: jobStore(client, env.AUDIENCE_INDEX_TABLE),
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
