import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { groupStore } from '../store/group-store';
import { remarkRows } from '../store/remark-rows';
import { discussionApi } from './discussion-api';

const env = readEnv({
  ...edgeVariables,
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const api = discussionApi({
    exchange: exchangeStore(client, env.EXCHANGE_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    remarks: remarkRows(client, env.AUDIENCE_INDEX_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    groups: groupStore(client, env.DIRECTORY_TABLE),
    makeId: idMaker(keys.ids),
    random: randomBytes,
    now: clock,
  });
  return httpHandler(api, httpEdge(client, env, keys));
});
