import type { QueueName } from './queues';
import type { TableName } from './tables';

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';

export type QueueAction =
  | 'SendMessage'
  | 'ReceiveMessage'
  | 'DeleteMessage'
  | 'ChangeMessageVisibility'
  | 'GetQueueAttributes';

export type ArtifactAction = 'GetObject' | 'PutObject' | 'PutObjectRetention' | 'DeleteObject';

export interface FunctionShape {
  /** Construct id. */
  readonly id: string;
  readonly kind: 'api' | 'worker';
  readonly timeoutSeconds: number;
  /** What an operator reads when it fails: who notices what. */
  readonly errorImpact: string;
  readonly tables: Readonly<Partial<Record<TableName, readonly TableAction[]>>>;
  /** Secondary indexes that it queries. */
  readonly indexes?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  /** Partition keys beyond which it may not reach in a table. */
  readonly leadingKeys?: Readonly<Partial<Record<TableName, string>>>;
  readonly readsKeys: boolean;
  /** Whether it can open the secrets of endpoints. */
  readonly opensSecrets?: boolean;
  readonly writesPointers?: boolean;
  /** Whether it calls what members name, or judges what they name. */
  readonly callsOut?: boolean;
  readonly queues?: Readonly<Partial<Record<QueueName, readonly QueueAction[]>>>;
  /** Tables whose streams it reads: as their reader, or to find what a message points at. */
  readonly streams?: readonly TableName[];
  /** What it does with objects of the artifacts bucket, besides listing those under their prefix. */
  readonly artifacts?: {
    readonly prefix: string;
    readonly names: string;
    readonly actions: readonly ArtifactAction[];
  };
}

/** What a change of a watch is written with. */
export const watching = [
  ...['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
] as const satisfies readonly TableAction[];
/** A root has its day for a name. */
export const roots = { prefix: 'audit/', names: '????-??-??.json' };
/** A list has a hash for a name. */
export const cachedLists = { prefix: 'lists/', names: '?'.repeat(64) };
/** So has what may be known in an audience. */
export const presences = { prefix: 'presence/', names: '?'.repeat(64) };
