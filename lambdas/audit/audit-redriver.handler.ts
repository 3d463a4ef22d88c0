import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { RedriveReply } from '../contracts/operations';
import { readRecord } from '../platform/change-handler';
import { documentClient, queueClient } from '../platform/clients';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { type ParkedMessage, parkedQueue, reasonOf } from '../platform/parked-queue';
import { parkedRange, readRecords } from '../platform/stream-range';
import { auditMessage } from '../platform/tell-read';
import { auditStore } from '../store/audit-store';
import { eventsIn } from './audit-batch';
import { pauseBeforeRetry } from './pause';
import { redriveAudit } from './redrive-audit';

const env = readEnv({ AUDIT_TABLE: z.string(), AUDIT_PARKED_QUEUE_URL: z.string() });
const parked = parkedQueue(queueClient(), env.AUDIT_PARKED_QUEUE_URL);
const streams = new DynamoDBStreamsClient();
const log = makeLogger();
const millisecondsKept = 30_000;
const deps = {
  audit: auditStore(documentClient(), env.AUDIT_TABLE),
  pause: pauseBeforeRetry,
  reasonOf,
  queue: {
    async receive() {
      return Promise.all((await parked.receive()).map(withEvents));
    },
    remove: parked.remove,
    release: parked.release,
  },
};

async function withEvents(message: ParkedMessage) {
  const { body } = message;
  const one = auditMessage.safeParse(body);
  if (one.success) return { ...message, about: [one.data.event] };
  const range = parkedRange.safeParse(body);
  if (!range.success) return { ...message, about: [], hopeless: 'it is no message of the audit' };
  const { records, isWhole } = await readRecords(streams, range.data.DDBStreamBatchInfo);
  const gone = 'the stream keeps a day and has it no more';
  const about = eventsIn(records.flatMap(readRecord));
  return { ...message, about, ...(isWhole ? {} : { hopeless: gone }) };
}

export async function handler(_: unknown, context: Context): Promise<RedriveReply> {
  const hasTime = () => context.getRemainingTimeInMillis() > millisecondsKept;
  const reply = await redriveAudit({ ...deps, hasTime });
  log.info('audit.redriven', { redriven: reply.redriven, left: reply.left.length });
  return reply;
}
