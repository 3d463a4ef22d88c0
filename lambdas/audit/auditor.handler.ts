import { z } from 'zod';
import type { AuditEvent } from '../core/audit';
import { isBusy } from '../platform/busy';
import { changeHandler } from '../platform/change-handler';
import { documentClient, queueClient } from '../platform/clients';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { parkedQueue } from '../platform/parked-queue';
import { auditStore } from '../store/audit-store';
import { auditBatch } from './audit-batch';
import { pauseBeforeRetry } from './pause';

const env = readEnv({ AUDIT_TABLE: z.string(), AUDIT_PARKED_QUEUE_URL: z.string() });
const log = makeLogger();
const parked = parkedQueue(queueClient(), env.AUDIT_PARKED_QUEUE_URL);
const deps = {
  audit: auditStore(documentClient(), env.AUDIT_TABLE),
  pause: pauseBeforeRetry,
  isBusy,
  park,
  onFailure: (ids: readonly string[], error: unknown) =>
    log.error('audit.failed', { ids, ...errorFields(error) }),
};

async function park(event: AuditEvent, error: unknown): Promise<boolean> {
  try {
    await parked.send({ event }, error);
    log.warn('audit.parked', { id: event.id });
    return true;
  } catch (failure) {
    log.error('park.failed', { id: event.id, ...errorFields(failure) });
    return false;
  }
}

export const handler = changeHandler((changes) => auditBatch(changes, deps));
