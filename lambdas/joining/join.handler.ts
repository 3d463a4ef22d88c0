import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { txtResolver } from '../platform/dns';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { agreementStore } from '../store/agreement-store';
import { applicationStore } from '../store/application-store';
import { governanceStore } from '../store/governance-store';
import { joinApi } from './join-api';

const env = readEnv({ ...edgeVariables, [environment.dnsServers]: z.string().default('') });
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = joinApi({
    agreements: agreementStore(client, env.DIRECTORY_TABLE),
    applications: applicationStore(client, env.DIRECTORY_TABLE),
    governance: governanceStore(client, env.DIRECTORY_TABLE),
    resolveTxt: txtResolver(env.DNS_SERVERS.split(',').filter((server) => server !== '')),
    makeId: idMaker(keys.ids),
    pepper: keys.credentials,
    random: randomBytes,
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
