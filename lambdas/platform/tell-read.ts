import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { environment } from '../contracts/environment';
import { type AuditEvent, auditEvent } from '../core/audit';
import type { TellRead } from '../core/audit-read';
import { DomainError } from '../core/problem';
import type { Clock } from '../core/time';
import { queueClient } from './clients';
import { clock } from './edge';
import { errorFields, type Log } from './logger';

/** What is told of a read, and what the auditor parks. */
export const auditMessage = z.object({ event: auditEvent });

/** The variables of a function whose reads are put on record. */
export const tellingVariables = { [environment.auditReadsQueue]: z.string() } as const;

export function readsTeller(
  env: { readonly AUDIT_READS_QUEUE_URL: string },
  log: TellReadDeps['log'],
): TellRead {
  return tellRead({ client: queueClient(), queueUrl: env.AUDIT_READS_QUEUE_URL, now: clock, log });
}

export interface TellReadDeps {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly now: Clock;
  readonly log: Pick<Log, 'error'>;
}

/** Hands the auditor what no stream tells of. */
export function tellAuditor({ client, queueUrl }: Pick<TellReadDeps, 'client' | 'queueUrl'>) {
  return async (event: AuditEvent): Promise<void> => {
    const MessageBody = JSON.stringify({ event } satisfies z.input<typeof auditMessage>);
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  };
}

/** One message for each read. */
export function tellRead({ now, log, ...queue }: TellReadDeps): TellRead {
  const tell = tellAuditor(queue);
  return async ({ member, credential }, kind, about) => {
    const event: AuditEvent = {
      ...{ id: randomUUID(), chain: member.id, at: now(), kind, actor: 'own', about },
      credential: credential.id,
    };
    try {
      await tell(event);
    } catch (error) {
      log.error('audit.unavailable', errorFields(error));
      throw new DomainError(
        'audit.unavailable',
        'What you read could not be put on record, and so it was not handed over; try again.',
      );
    }
  };
}
