import { z } from 'zod';
import { examiner } from '../core/screen/examiner';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { knownGoodReader } from '../platform/known-good';
import { errorFields, makeLogger } from '../platform/logger';
import { directoryStore } from '../store/directory-store';
import { exchangeStore } from '../store/exchange-store';
import { governanceStore } from '../store/governance-store';
import { jobStore } from '../store/job-store';
import { knownGoodStore } from '../store/known-good-store';
import { screeningStore } from '../store/screening-store';
import { rescan } from './rescan';

const env = readEnv({
  DIRECTORY_TABLE: z.string(),
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
});
const client = documentClient();
const log = makeLogger();
const deps = {
  governance: governanceStore(client, env.DIRECTORY_TABLE),
  directory: directoryStore(client, env.DIRECTORY_TABLE),
  exchange: exchangeStore(client, env.EXCHANGE_TABLE),
  screening: screeningStore(client, env.AUDIENCE_INDEX_TABLE),
  jobs: jobStore(client, env.AUDIENCE_INDEX_TABLE),
  examine: examiner(knownGoodReader(knownGoodStore(client, env.DIRECTORY_TABLE))),
  now: clock,
  onFailure: (id: string, error: unknown) =>
    log.error('rescan.failed', { id, ...errorFields(error) }),
};

/** The rule comes every ten minutes; a slice is over before the next. */
const sliceSeconds = 480;

export async function handler(): Promise<void> {
  const walk = await rescan(sliceSeconds, deps);
  if (typeof walk === 'string') return log.info('rescan.ran', { state: walk });
  const { endedAt, objects, failed, owners } = walk;
  const state = endedAt === null ? 'running' : 'done';
  log.info('rescan.ran', { state, objects, failed, owners: Object.keys(owners).length });
}
