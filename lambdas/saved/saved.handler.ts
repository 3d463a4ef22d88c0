import { listDefinition } from '../contracts/lists.contract';
import { question } from '../contracts/saved-searches.contract';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { namedStore } from '../store/named-store';
import { savedApi } from './saved-api';

const env = readEnv(edgeVariables);
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const searches = namedStore(client, env.DIRECTORY_TABLE, 'search', (json) =>
    question.parse(json),
  );
  const lists = namedStore(client, env.DIRECTORY_TABLE, 'list', (json) =>
    listDefinition.parse(json),
  );
  return httpHandler(savedApi({ searches, lists, now: clock }), edge);
});
