import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { idMaker } from '../core/id';
import { examiner } from '../core/screen/examiner';
import { documentClient, readKeys } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { readEnv } from '../platform/env';
import { knownGoodReader } from '../platform/known-good';
import { onFirstUse } from '../platform/on-first-use';
import { surfaceHandler } from '../platform/surface-handler';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { feedStore } from '../store/feed-store';
import { groupLists } from '../store/group-lists';
import { groupStore } from '../store/group-store';
import { knownGoodStore } from '../store/known-good-store';
import { listingStore } from '../store/listing-store';
import { remarkRows } from '../store/remark-rows';
import { repeatStore } from '../store/repeat-store';
import { searchStore } from '../store/search-store';
import { tagStore } from '../store/tag-store';
import { graphSurface } from './serve-graph';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
});
const client = documentClient();
const tables = { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE };

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const edge = httpEdge(client, env, keys);
  const surface = graphSurface({
    exchange: exchangeStore(client, env.EXCHANGE_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    remarks: remarkRows(client, env.AUDIENCE_INDEX_TABLE),
    tags: tagStore(client, env.AUDIENCE_INDEX_TABLE),
    open: searchStore(client, tables),
    feeds: feedStore(client, env.FEED_TABLE),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    listings: listingStore(client, env.DIRECTORY_TABLE),
    groups: groupStore(client, env.DIRECTORY_TABLE),
    lists: groupLists(client, env.DIRECTORY_TABLE),
    repeats: repeatStore(client, env.LIMITS_TABLE),
    makeId: idMaker(keys.ids),
    cursorKeys: keys.cursors,
    random: randomBytes,
    now: clock,
    examine: examiner(knownGoodReader(knownGoodStore(client, env.DIRECTORY_TABLE))),
    tellRead: readsTeller(env, edge.log),
    onClash: () => edge.log.error('id.clash'),
  });
  return surfaceHandler(surface, edge);
});
