import { z } from 'zod';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { audienceIndexStore } from '../store/audience-index-store';
import { departureStore } from '../store/departure-store';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { groupStore } from '../store/group-store';
import { sweepAll } from './sweep';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  departures: departureStore(client, env.DIRECTORY_TABLE),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  groups: groupStore(client, env.DIRECTORY_TABLE),
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
