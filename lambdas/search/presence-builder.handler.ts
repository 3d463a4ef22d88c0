import { z } from 'zod';
import type { Audience } from '../core/audience';
import { documentClient, objectClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { directoryStore } from '../store/directory-store';
import { feedStore } from '../store/feed-store';
import { groupStore } from '../store/group-store';
import { jobStore } from '../store/job-store';
import { pointerLists } from '../store/pointer-lists';
import { presenceStore } from '../store/presence-store';
import { buildPresences } from './presence/build-presences';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  FEED_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  groups: groupStore(client, env.DIRECTORY_TABLE),
  feeds: feedStore(client, env.FEED_TABLE),
  lists: pointerLists(client, env.AUDIENCE_INDEX_TABLE),
  artifacts: presenceStore(objectClient(), env.ARTIFACTS_BUCKET),
  jobs: jobStore(client, env.AUDIENCE_INDEX_TABLE),
  seen: new Map<Audience, number>(),
  ...{ leastNew: 250, now: clock },
  onFailure: (audience: Audience, error: unknown) =>
    log.error('presence.failed', { audience, ...errorFields(error) }),
};
const sliceSeconds = 230;

export async function handler() {
  const built = await buildPresences(sliceSeconds, deps);
  log.info('presences.built', { built });
  return built;
}
