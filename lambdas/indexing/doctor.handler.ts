import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import type { DoctorReply } from '../contracts/operations';
import { documentClient } from '../platform/clients';
import { clock } from '../platform/edge';
import { readEnv } from '../platform/env';
import { makeLogger } from '../platform/logger';
import { parkedQueue } from '../platform/parked-queue';
import { dueStore } from '../store/due-store';
import { jobStore } from '../store/job-store';
import { probeStore } from '../store/probe-store';
import { diagnose } from './diagnose';

const env = readEnv({
  EXCHANGE_TABLE: z.string(),
  AUDIENCE_INDEX_TABLE: z.string(),
  INDEXER_PARKED_QUEUE_URL: z.string(),
  AUDIT_PARKED_QUEUE_URL: z.string(),
  MATCHER_PARKED_QUEUE_URL: z.string(),
  MATCHED_PARKED_QUEUE_URL: z.string(),
  DELIVERIES_PARKED_QUEUE_URL: z.string(),
});
const client = documentClient();
const log = makeLogger();
const sqs = new SQSClient();
const countOf = (url: string) => parkedQueue(sqs, url).count;
const tables = { exchange: env.EXCHANGE_TABLE, audienceIndex: env.AUDIENCE_INDEX_TABLE };
const deps = {
  probes: probeStore(client, tables),
  due: dueStore(client, tables.audienceIndex),
  jobs: jobStore(client, tables.audienceIndex),
  queues: [
    { name: 'on-failure', count: countOf(env.INDEXER_PARKED_QUEUE_URL) },
    { name: 'audit-parked', count: countOf(env.AUDIT_PARKED_QUEUE_URL) },
    { name: 'matcher-parked', count: countOf(env.MATCHER_PARKED_QUEUE_URL) },
    { name: 'matched-parked', count: countOf(env.MATCHED_PARKED_QUEUE_URL) },
    { name: 'deliveries-parked', count: countOf(env.DELIVERIES_PARKED_QUEUE_URL) },
  ],
  now: clock,
  sleep: (milliseconds: number) => sleep(milliseconds),
};

export async function handler(): Promise<DoctorReply> {
  const reply = await diagnose(deps);
  log.info('doctor.ran', { ...reply });
  return reply;
}
