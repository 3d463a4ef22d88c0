import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import { idMaker } from '../core/id';
import { examiner } from '../core/screen/examiner';
import { openSecret, sealSecret } from '../core/webhooks/sealed-secret';
import { documentClient, readKeys, readSealingKey } from '../platform/clients';
import { clock, edgeVariables, httpEdge } from '../platform/edge';
import { egressRules, egressVariables, outgoingCalls } from '../platform/egress';
import { readEnv } from '../platform/env';
import { knownGoodReader } from '../platform/known-good';
import { onFirstUse } from '../platform/on-first-use';
import { surfaceHandler } from '../platform/surface-handler';
import { readsTeller, tellingVariables } from '../platform/tell-read';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { endpointStore } from '../store/endpoint-store';
import { exchangeStore } from '../store/exchange-store';
import { feedStore } from '../store/feed-store';
import { groupLists } from '../store/group-lists';
import { groupStore } from '../store/group-store';
import { knownGoodStore } from '../store/known-good-store';
import { limitsStore } from '../store/limits-store';
import { listingStore } from '../store/listing-store';
import { pointerModes } from '../store/put-rows';
import { remarkRows } from '../store/remark-rows';
import { repeatStore } from '../store/repeat-store';
import { searchStore } from '../store/search-store';
import { tagStore } from '../store/tag-store';
import { watchStores } from '../store/watch-stores';
import { graphSurface } from './serve-graph';

const env = readEnv({
  ...edgeVariables,
  ...tellingVariables,
  ...egressVariables,
  [environment.webhookKeysSecret]: z.string(),
  NOTIFY_TABLE: z.string(),
  POINTER_WRITES: z.enum(pointerModes),
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
});
const client = documentClient();
const tables = { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE };

export const handler = onFirstUse(async () => {
  const [keys, sealing] = await Promise.all([
    readKeys(env.KEYS_SECRET_ID),
    readSealingKey(env.WEBHOOK_KEYS_SECRET_ID),
  ]);
  const edge = httpEdge(client, env, keys);
  const making = { makeId: idMaker(keys.ids), random: randomBytes, now: clock };
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
    ...making,
    cursorKeys: keys.cursors,
    watching: { ...watchStores(client, env.NOTIFY_TABLE, env.POINTER_WRITES), ...making },
    webhooks: {
      ...making,
      endpoints: endpointStore(client, env.NOTIFY_TABLE),
      limits: limitsStore(client, env.LIMITS_TABLE),
      sealSecret: (secret, of) => sealSecret(sealing, secret, of, randomBytes),
      openSecret: (sealed, of) => openSecret(sealing, sealed, of),
      rules: egressRules(env),
      call: outgoingCalls(env),
    },
    examine: examiner(knownGoodReader(knownGoodStore(client, env.DIRECTORY_TABLE))),
    tellRead: readsTeller(env, edge.log),
    onClash: () => edge.log.error('id.clash'),
  });
  return surfaceHandler(surface, edge);
});
