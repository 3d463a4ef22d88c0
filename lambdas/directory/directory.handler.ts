import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { agreementStore } from '../store/agreement-store';
import { directoryStore } from '../store/directory-store';
import { endpointStore } from '../store/endpoint-store';
import { groupStore } from '../store/group-store';
import { listingStore } from '../store/listing-store';
import { useStore } from '../store/use-store';
import { credentialsApi } from './credentials-api';
import { directoryApi } from './directory-api';

const env = readEnv({ ...edgeVariables, [environment.notifyTable]: z.string() });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const deps = {
    agreements: agreementStore(client, env.DIRECTORY_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    endpoints: endpointStore(client, env.NOTIFY_TABLE),
    groups: groupStore(client, env.DIRECTORY_TABLE),
    listings: listingStore(client, env.DIRECTORY_TABLE),
    uses: useStore(client, env.LIMITS_TABLE),
    makeId: idMaker(keys.ids),
    pepper: keys.credentials,
    random: randomBytes,
    now: clock,
  };
  const api = [...directoryApi(deps), ...credentialsApi(deps)];
  return httpHandler(api, httpEdge(client, env, keys));
});
