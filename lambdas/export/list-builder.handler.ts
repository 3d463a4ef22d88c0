import { z } from 'zod';
import { listDefinition } from '../contracts/lists.contract';
import { audiencesOf } from '../core/visibility';
import { documentClient, objectClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { audienceIndexStore } from '../store/audience-index-store';
import { directoryStore } from '../store/directory-store';
import { feedStore } from '../store/feed-store';
import { governanceStore } from '../store/governance-store';
import { jobStore } from '../store/job-store';
import { listContentStore } from '../store/list-content-store';
import { namedStore } from '../store/named-store';
import { buildLists } from './build-lists';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  feeds: feedStore(client, env.FEED_TABLE),
  index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
  lists: namedStore(client, env.DIRECTORY_TABLE, 'list', (json) => listDefinition.parse(json)),
  contents: listContentStore(objectClient(), env.ARTIFACTS_BUCKET),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  governance: governanceStore(client, env.DIRECTORY_TABLE),
  jobs: jobStore(client, env.AUDIENCE_INDEX_TABLE),
  ...{ audiencesOf, now: clock },
  onFailure: (list: string, error: unknown) =>
    log.error('list.failed', { list, ...errorFields(error) }),
};
const sliceSeconds = 230;

export async function handler() {
  const built = await buildLists(sliceSeconds, deps);
  log.info('lists.built', { built });
  return built;
}
