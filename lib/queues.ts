import type { environment } from '../lambdas/contracts/environment';
import { keysOf } from './keys-of';

export interface QueueShape {
  /** Construct id: a change replaces the queue. */
  readonly id: string;
  readonly variable: keyof typeof environment;
  readonly retentionDays: number;
  /** A queue that a function works off: how long a message is its alone, and where it goes after so many tries. */
  readonly worked?: {
    readonly visibilitySeconds: number;
    readonly tries: number;
    readonly deadLetters: string;
  };
}

export const queues = {
  indexerParked: { id: 'IndexerParked', variable: 'indexerParkedQueue', retentionDays: 14 },
  auditParked: { id: 'AuditParked', variable: 'auditParkedQueue', retentionDays: 14 },
  auditReads: {
    id: 'AuditReads',
    variable: 'auditReadsQueue',
    retentionDays: 4,
    // Six times the time of the function that works it off, as AWS advises.
    worked: { visibilitySeconds: 180, tries: 5, deadLetters: 'auditParked' },
  },
  matcherParked: { id: 'MatcherParked', variable: 'matcherParkedQueue', retentionDays: 14 },
  matchedParked: { id: 'MatchedParked', variable: 'matchedParkedQueue', retentionDays: 14 },
  matched: {
    id: 'Matched',
    variable: 'matchedQueue',
    retentionDays: 4,
    worked: { visibilitySeconds: 180, tries: 5, deadLetters: 'matchedParked' },
  },
  deliveriesParked: {
    id: 'DeliveriesParked',
    variable: 'deliveriesParkedQueue',
    retentionDays: 14,
  },
  deliveries: {
    id: 'Deliveries',
    variable: 'deliveriesQueue',
    retentionDays: 4,
    worked: { visibilitySeconds: 180, tries: 5, deadLetters: 'deliveriesParked' },
  },
} as const satisfies Record<string, QueueShape>;

export type QueueName = keyof typeof queues;
export const queueNames = keysOf<QueueName>(queues);
