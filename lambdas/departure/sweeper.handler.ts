import { z } from 'zod';
import { listDefinition } from '../contracts/lists.contract';
import { question } from '../contracts/saved-searches.contract';
import { documentClient, objectClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { applicationStore } from '../store/application-store';
import { audienceIndexStore } from '../store/audience-index-store';
import { departureStore } from '../store/departure-store';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { groupStore } from '../store/group-store';
import { listContentStore } from '../store/list-content-store';
import { namedStore } from '../store/named-store';
import { sweepAll } from './sweep';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  departures: departureStore(client, env.DIRECTORY_TABLE),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  groups: groupStore(client, env.DIRECTORY_TABLE),
  applications: applicationStore(client, env.DIRECTORY_TABLE),
  searches: namedStore(client, env.DIRECTORY_TABLE, 'search', (json) => question.parse(json)),
  lists: namedStore(client, env.DIRECTORY_TABLE, 'list', (json) => listDefinition.parse(json)),
  contents: listContentStore(objectClient(), env.ARTIFACTS_BUCKET),
  exchange: exchangeStore(client, env.EXCHANGE_TABLE),
  index: audienceIndexStore(client, env.AUDIENCE_INDEX_TABLE),
  now: clock,
  onFailure: (id: string, error: unknown) =>
    log.error('sweep.failed', { id, ...errorFields(error) }),
};

/** It is called each minute, and is done before the next. */
const sliceSeconds = 40;

export async function handler(): Promise<void> {
  log.info('sweep.ran', await sweepAll(sliceSeconds, deps));
}
