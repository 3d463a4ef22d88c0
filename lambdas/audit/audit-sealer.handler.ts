import { z } from 'zod';
import { microsPerDay } from '../core/time';
import { documentClient, objectClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { auditStore } from '../store/audit-store';
import { sealStore } from '../store/seal-store';
import { type Sealed, sealDay } from './seal-day';

const env = readEnv({
  AUDIT_TABLE: z.string(),
  ARTIFACTS_BUCKET: z.string(),
  ROOTS_LOCKED_DAYS: z.coerce.number().int().min(0),
});
const log = makeLogger();
const lockedMicros = env.ROOTS_LOCKED_DAYS * microsPerDay;
const deps = {
  audit: auditStore(documentClient(), env.AUDIT_TABLE),
  seals: sealStore(objectClient(), env.ARTIFACTS_BUCKET),
  now: clock,
  lock: () => (lockedMicros > 0 ? { until: new Date((clock() + lockedMicros) / 1000) } : {}),
  onShrunk: (chains: readonly string[]) =>
    log.error('audit.shrunk', { count: chains.length, chains: chains.slice(0, 25) }),
};

export async function handler(): Promise<Sealed> {
  const sealed = await sealDay(deps);
  log.info('audit.sealed', { sealed });
  return sealed;
}
