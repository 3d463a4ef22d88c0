import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { agreementStore } from '../store/agreement-store';
import { applicationStore } from '../store/application-store';
import { governanceStore } from '../store/governance-store';
import { admissionApi } from './admission-api';

const env = readEnv(edgeVariables);
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = admissionApi({
    agreements: agreementStore(client, env.DIRECTORY_TABLE),
    applications: applicationStore(client, env.DIRECTORY_TABLE),
    governance: governanceStore(client, env.DIRECTORY_TABLE),
    makeId: idMaker(keys.ids),
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
