import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { documentClient } from '../platform/clients';
import { readEnv } from '../platform/env';
import { errorFields, makeLogger } from '../platform/logger';
import { auditMessage } from '../platform/tell-read';
import { auditStore } from '../store/audit-store';
import { auditReads } from './audit-reads';
import { pauseBeforeRetry } from './pause';

const env = readEnv({ AUDIT_TABLE: z.string() });
const log = makeLogger();
const deps = {
  audit: auditStore(documentClient(), env.AUDIT_TABLE),
  pause: pauseBeforeRetry,
  read: (body: string) => auditMessage.parse(JSON.parse(body)).event,
  onFailure: (ids: readonly string[], error: unknown) =>
    log.error('audit.failed', { ids, ...errorFields(error) }),
};

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const messages = Records.map(({ messageId: id, body }) => ({ id, body }));
  const failed = await auditReads(messages, deps);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
