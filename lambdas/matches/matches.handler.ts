import { z } from 'zod';
import { documentClient, readKeys } from '../platform/clients';
import { edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { matchStore } from '../store/match-store';
import { matchesApi } from './matches-api';

const env = readEnv({ ...edgeVariables, NOTIFY_TABLE: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const edge = httpEdge(client, env, await readKeys(env.KEYS_SECRET_ID));
  return httpHandler(matchesApi({ matches: matchStore(client, env.NOTIFY_TABLE) }), edge);
});
