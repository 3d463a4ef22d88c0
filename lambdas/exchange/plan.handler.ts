import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { examiner } from '../core/screen/examiner';
import { isBusy } from '../platform/busy';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { knownGoodReader } from '../platform/known-good';
import { errorFields } from '../platform/logger';
import { onFirstUse } from '../platform/on-first-use';
import { problemStatus } from '../platform/problem-table';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { groupLists } from '../store/group-lists';
import { groupStore } from '../store/group-store';
import { knownGoodStore } from '../store/known-good-store';
import { planStore } from '../store/plan-store';
import { rosterStore } from '../store/roster-store';
import { planApi } from './plan-api';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = planApi({
    exchange: exchangeStore(client, env.EXCHANGE_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    groups: groupStore(client, env.DIRECTORY_TABLE),
    lists: groupLists(client, env.DIRECTORY_TABLE),
    roster: rosterStore(client, env.DIRECTORY_TABLE),
    plans: planStore(client, env.LIMITS_TABLE),
    makeId: idMaker(keys.ids),
    random: randomBytes,
    now: clock,
    examine: examiner(knownGoodReader(knownGoodStore(client, env.DIRECTORY_TABLE))),
    statusOf: (code) => problemStatus[code],
    isBusy,
    tellRead: readsTeller(env, edge.log),
    onFault: (error) => edge.log.error('item.failed', errorFields(error)),
  });
  return httpHandler(api, edge);
});
