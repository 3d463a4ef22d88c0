import { z } from 'zod';
import { listDefinition } from '../contracts/lists.contract';
import { question } from '../contracts/saved-searches.contract';
import { idMaker } from '../core/id';
import { audiencesOf } from '../core/visibility';
import { documentClient, objectClient, readKeys } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { onFirstUse } from '../platform/on-first-use';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { feedStore } from '../store/feed-store';
import { governanceStore } from '../store/governance-store';
import { jobStore } from '../store/job-store';
import { listContentStore } from '../store/list-content-store';
import { namedStore } from '../store/named-store';
import { searchStore } from '../store/search-store';
import { buildLists } from './build-lists';

const env = readEnv({
  KEYS_SECRET_ID: z.string(),
  DIRECTORY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();
const log = makeLogger();
const sliceSeconds = 230;

export const handler = onFirstUse(async () => {
  const keys = await readKeys(env.KEYS_SECRET_ID);
  const deps = {
    feeds: feedStore(client, env.FEED_TABLE),
    index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
    open: searchStore(client, { audienceIndex: env.AUDIENCE_INDEX_TABLE, feed: env.FEED_TABLE }),
    makeId: idMaker(keys.ids),
    cursorKeys: keys.cursors,
    searches: namedStore(client, env.DIRECTORY_TABLE, 'search', (json) => question.parse(json)),
    lists: namedStore(client, env.DIRECTORY_TABLE, 'list', (json) => listDefinition.parse(json)),
    contents: listContentStore(objectClient(), env.ARTIFACTS_BUCKET),
    directory: directoryStore(client, env.DIRECTORY_TABLE),
    governance: governanceStore(client, env.DIRECTORY_TABLE),
    jobs: jobStore(client, env.AUDIENCE_INDEX_TABLE),
    ...{ audiencesOf, now: clock },
    onFailure: (list: string, error: unknown) =>
      log.error('list.failed', { list, ...errorFields(error) }),
  };
  return async () => {
    const built = await buildLists(sliceSeconds, deps);
    log.info('lists.built', { built });
    return built;
  };
});
