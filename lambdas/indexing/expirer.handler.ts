import { z } from 'zod';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { dueStore } from '../store/due-store';
import { exchangeStore } from '../store/exchange-store';
import { expireDue } from './expire-due';

const env = readEnv({ EXCHANGE_TABLE: z.string(), AUDIENCE_INDEX_TABLE: z.string() });
const client = documentClient();
const log = makeLogger();
const deps = {
  exchange: exchangeStore(client, env.EXCHANGE_TABLE),
  due: dueStore(client, env.AUDIENCE_INDEX_TABLE),
  now: clock,
  onFailure: (id: string, error: unknown) =>
    log.error('expiry.failed', { id, ...errorFields(error) }),
};

export async function handler(): Promise<void> {
  log.info('expiry.ran', await expireDue(deps));
}
