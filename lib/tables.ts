import type { environment } from '../lambdas/contracts/environment';
import { keysOf } from './keys-of';

type EnvironmentVariable = keyof typeof environment;

export interface TableShape {
  /** Construct id: a change replaces the table. */
  readonly id: string;
  readonly variable: EnvironmentVariable;
  readonly sortsBy: 'string' | 'number';
  readonly isStreamed: boolean;
  readonly expires: boolean;
  /** What cannot be lost: backed up, protected, retained. Limits refill by themselves. */
  readonly isLasting: boolean;
  /** Secondary indexes, each over strings, with all attributes. */
  readonly indexes: Readonly<Record<string, { readonly key: string; readonly sort: string }>>;
}

/** Tables by who may touch them. */
export const tables = {
  directory: {
    id: 'Directory',
    variable: 'directoryTable',
    sortsBy: 'string',
    isStreamed: true,
    expires: false,
    isLasting: true,
    indexes: { list: { key: 'listKey', sort: 'listSort' } },
  },
  exchange: {
    id: 'Exchange',
    variable: 'exchangeTable',
    sortsBy: 'string',
    isStreamed: true,
    expires: false,
    isLasting: true,
    indexes: {},
  },
  audienceIndex: {
    id: 'AudienceIndex',
    variable: 'audienceIndexTable',
    sortsBy: 'string',
    isStreamed: false,
    expires: true,
    isLasting: true,
    indexes: {},
  },
  feed: {
    id: 'Feed',
    variable: 'feedTable',
    sortsBy: 'number',
    isStreamed: true,
    expires: true,
    isLasting: true,
    indexes: {},
  },
  audit: {
    id: 'Audit',
    variable: 'auditTable',
    sortsBy: 'string',
    isStreamed: false,
    expires: false,
    isLasting: true,
    indexes: {},
  },
  notify: {
    id: 'Notify',
    variable: 'notifyTable',
    sortsBy: 'string',
    isStreamed: false,
    expires: true,
    isLasting: true,
    indexes: { list: { key: 'listKey', sort: 'listSort' } },
  },
  limits: {
    id: 'Limits',
    variable: 'limitsTable',
    sortsBy: 'string',
    isStreamed: false,
    expires: true,
    isLasting: false,
    indexes: {},
  },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof tables;
export const tableNames = keysOf<TableName>(tables);
