import { z } from 'zod';
import { listDefinition } from '../contracts/lists.contract';
import { question } from '../contracts/saved-searches.contract';
import { idMaker } from '../core/id';
import { documentClient, objectClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { httpHandler } from '../platform/http-handler';
import { onFirstUse } from '../platform/on-first-use';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { audienceIndexStore } from '../store/audience-index-store';
import { feedStore } from '../store/feed-store';
import { listContentStore } from '../store/list-content-store';
import { namedStore } from '../store/named-store';
import { searchStore } from '../store/search-store';
import { exportApi } from './export-api';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const api = exportApi({
    feeds: feedStore(client, env.FEED_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    open: searchStore(client, { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE }),
    makeId: idMaker(keys.ids),
    cursorKeys: keys.cursors,
    searches: namedStore(client, env.DIRECTORY_TABLE, 'search', (json) => question.parse(json)),
    lists: namedStore(client, env.DIRECTORY_TABLE, 'list', (json) => listDefinition.parse(json)),
    contents: listContentStore(objectClient(), env.ARTIFACTS_BUCKET),
    tellRead: readsTeller(env, edge.log),
    now: clock,
  });
  return httpHandler(api, edge);
});
