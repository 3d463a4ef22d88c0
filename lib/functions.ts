import type { ApiFunction } from '../lambdas/contracts/route';
import { keysOf } from './keys-of';
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
  readonly readsKeys: boolean;
  readonly writesPointers?: boolean;
}

export type FunctionName = ApiFunction | 'indexer' | 'expirer' | 'bootstrap';

/** Each function's whole permission to touch data; its role is made from this and nothing else. */
export const functions: Readonly<Record<FunctionName, FunctionShape>> = {
  directory: {
    id: 'Directory',
    kind: 'api',
    timeoutSeconds: 20,
    errorImpact: 'Members cannot manage their credentials, groups or policies.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      limits: ['UpdateItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: true,
  },
  publish: {
    id: 'Publish',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot publish or retract indicators; nothing new is shared.',
    tables: {
      directory: ['GetItem', 'Query'],
      exchange: ['GetItem', 'PutItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  'look-up': {
    id: 'LookUp',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot ask what others know of an indicator.',
    tables: {
      directory: ['Query'],
      exchange: ['GetItem'],
      audienceIndex: ['GetItem', 'BatchGetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  feed: {
    id: 'Feed',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot follow feeds; their copies grow stale, retractions included.',
    tables: {
      directory: ['Query'],
      feed: ['GetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  system: {
    id: 'System',
    kind: 'api',
    timeoutSeconds: 10,
    errorImpact: 'Health checks fail and unknown paths answer 500; members lose nothing else.',
    tables: {},
    readsKeys: false,
  },
  indexer: {
    id: 'Indexer',
    kind: 'worker',
    timeoutSeconds: 60,
    errorImpact: 'What members publish is kept but reaches nobody, retractions included.',
    tables: {
      exchange: ['BatchGetItem'],
      audienceIndex: [
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'BatchWriteItem',
      ],
      feed: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    },
    readsKeys: false,
    writesPointers: true,
  },
  expirer: {
    id: 'Expirer',
    kind: 'worker',
    timeoutSeconds: 55,
    errorImpact: 'Expired descriptors stay in the feeds; readers still hide them by time.',
    tables: {
      exchange: ['GetItem', 'PutItem'],
      audienceIndex: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
    },
    readsKeys: false,
  },
  bootstrap: {
    id: 'Bootstrap',
    kind: 'worker',
    timeoutSeconds: 30,
    errorImpact: 'A new deployment gets no operator credential; a running one is not affected.',
    tables: { directory: ['PutItem'] },
    readsKeys: true,
  },
};

export const functionNames = keysOf<FunctionName>(functions);
