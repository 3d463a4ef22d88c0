import { randomBytes } from 'node:crypto';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { groupLists } from '../store/group-lists';
import { groupStore } from '../store/group-store';
import { repeatStore } from '../store/repeat-store';
import { groupsApi } from './groups-api';

const env = readEnv(edgeVariables);
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = groupsApi({
    groups: groupStore(client, env.DIRECTORY_TABLE),
    lists: groupLists(client, env.DIRECTORY_TABLE),
    repeats: repeatStore(client, env.LIMITS_TABLE),
    makeId: idMaker(keys.ids),
    random: randomBytes,
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
