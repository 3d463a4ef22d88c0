import type { ApiFunction } from '../lambdas/contracts/route';
import { keysOf } from './keys-of';
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

const indexing = {
  exchange: ['BatchGetItem'],
  audienceIndex: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
  feed: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
} as const satisfies FunctionShape['tables'];

const redriving = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'] as const;
/** Entries are put and never changed: what holds the chains has no other way to write. */
const auditing = ['GetItem', 'BatchGetItem', 'PutItem'] as const;
/** What a change of a watch is written with. */
const watching = [
  ...['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
] as const satisfies readonly TableAction[];
const matching = {
  notify: ['GetItem', 'Query'],
  audienceIndex: ['GetItem', 'BatchGetItem', 'Query'],
} as const satisfies FunctionShape['tables'];

/** A root has its day for a name. */
const roots = { prefix: 'audit/', names: '????-??-??.json' };
/** A list has a hash for a name. */
const cachedLists = { prefix: 'lists/', names: '?'.repeat(64) };
/** So has what may be known in an audience. */
const presences = { prefix: 'presence/', names: '?'.repeat(64) };

export type FunctionName =
  | ApiFunction
  | 'indexer'
  | 'expirer'
  | 'sweeper'
  | 'bootstrap'
  | 'doctor'
  | 'repairer'
  | 'redriver'
  | 'auditor'
  | 'audit-reads'
  | 'audit-sealer'
  | 'audit-redriver'
  | 'rescanner'
  | 'list-builder'
  | 'presence-builder'
  | 'matcher'
  | 'watch-keeper'
  | 'matcher-redriver'
  | 'notifier'
  | 'deliverer'
  | 'due-sweeper';

/** Each function's whole permission to touch data; its role is made from this and nothing else. */
export const functions: Readonly<Record<FunctionName, FunctionShape>> = {
  directory: {
    id: 'Directory',
    kind: 'api',
    timeoutSeconds: 20,
    errorImpact: 'Members cannot manage their credentials or policies.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      limits: ['Query', 'UpdateItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: true,
  },
  groups: {
    id: 'Groups',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot change who is in their privacy groups, nor leave one.',
    tables: {
      directory: [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      limits: ['GetItem', 'PutItem', 'UpdateItem'],
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
      directory: ['GetItem', 'BatchGetItem', 'Query'],
      exchange: ['GetItem', 'PutItem'],
      limits: ['GetItem', 'UpdateItem'],
    },
    readsKeys: true,
  },
  plan: {
    id: 'Plan',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot ask who would see what they are about to publish.',
    tables: {
      directory: ['GetItem', 'BatchGetItem', 'Query'],
      exchange: ['GetItem'],
      audienceIndex: ['BatchGetItem', 'Query'],
      limits: ['PutItem', 'UpdateItem'],
    },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
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
      feed: ['BatchGetItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
    artifacts: { ...presences, actions: ['GetObject'] },
  },
  discuss: {
    id: 'Discuss',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot comment, react or relate, nor read what others said.',
    tables: {
      directory: ['GetItem', 'BatchGetItem', 'Query'],
      exchange: ['GetItem', 'PutItem'],
      audienceIndex: ['GetItem', 'BatchGetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  search: {
    id: 'Search',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot search; what they know by its value can still be looked up.',
    tables: {
      directory: ['Query'],
      audienceIndex: ['BatchGetItem', 'Query'],
      feed: ['BatchGetItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
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
    queues: { auditReads: ['SendMessage'] },
  },
  export: {
    id: 'Export',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot export; firewalls keep the lists that they fetched last.',
    tables: {
      directory: ['GetItem', 'Query'],
      audienceIndex: ['BatchGetItem', 'Query'],
      feed: ['GetItem', 'BatchGetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
    artifacts: { ...cachedLists, actions: ['GetObject', 'PutObject'] },
  },
  saved: {
    id: 'Saved',
    kind: 'api',
    timeoutSeconds: 20,
    errorImpact: 'Members cannot change their saved searches and lists; what is there is served.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  watches: {
    id: 'Watches',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot make, change or try watches; those that there are go on telling.',
    tables: {
      directory: ['Query'],
      audienceIndex: ['BatchGetItem', 'Query'],
      feed: ['BatchGetItem'],
      notify: watching,
      limits: ['UpdateItem'],
    },
    readsKeys: true,
    writesPointers: true,
    queues: { auditReads: ['SendMessage'] },
  },
  audit: {
    id: 'Audit',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Nobody can look at the audit; it goes on being written.',
    tables: {
      directory: ['Query'],
      audit: ['GetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
    artifacts: { ...roots, actions: ['GetObject'] },
  },
  join: {
    id: 'Join',
    kind: 'api',
    timeoutSeconds: 20,
    errorImpact: 'Organisations cannot apply, prove their domain or fetch their first credential.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  departure: {
    id: 'Departure',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Operators cannot shut a member out, and members cannot leave.',
    tables: {
      directory: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
      feed: ['GetItem'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  admission: {
    id: 'Admission',
    kind: 'api',
    timeoutSeconds: 20,
    errorImpact: 'Operators cannot decide on applications, the policy or the agreement.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      limits: ['UpdateItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: true,
  },
  screening: {
    id: 'Screening',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Operators cannot load known-good lists; nobody sees what a walk has flagged.',
    tables: {
      directory: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      audienceIndex: ['GetItem', 'Query'],
      limits: ['UpdateItem'],
    },
    readsKeys: true,
  },
  threatexchange: {
    id: 'ThreatExchange',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Clients of ThreatExchange can neither read nor publish; the native API can.',
    tables: {
      directory: [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      exchange: ['GetItem', 'PutItem'],
      audienceIndex: ['GetItem', 'BatchGetItem', 'Query'],
      feed: ['GetItem', 'BatchGetItem', 'Query'],
      limits: ['GetItem', 'PutItem', 'UpdateItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: true,
    queues: { auditReads: ['SendMessage'] },
  },
  matches: {
    id: 'Matches',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot list what their watches have met; webhooks go on.',
    tables: {
      directory: ['Query'],
      notify: ['BatchGetItem', 'UpdateItem'],
      limits: ['UpdateItem'],
    },
    indexes: { notify: ['list'] },
    readsKeys: true,
  },
  webhooks: {
    id: 'Webhooks',
    kind: 'api',
    timeoutSeconds: 28,
    errorImpact: 'Members cannot change their endpoints or look at deliveries; both go on.',
    tables: {
      directory: ['Query'],
      notify: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      limits: ['UpdateItem'],
    },
    indexes: { notify: ['list'] },
    readsKeys: true,
    opensSecrets: true,
    callsOut: true,
    queues: { deliveries: ['SendMessage'] },
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
    tables: indexing,
    readsKeys: false,
    writesPointers: true,
    queues: { indexerParked: ['SendMessage'] },
    streams: ['exchange'],
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
  sweeper: {
    id: 'Sweeper',
    kind: 'worker',
    timeoutSeconds: 60,
    errorImpact: 'What a member that left or was shut out gave stays; readers still hide it.',
    tables: {
      directory: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      exchange: ['Query', 'PutItem'],
      audienceIndex: ['BatchGetItem'],
    },
    readsKeys: false,
    artifacts: { ...cachedLists, actions: ['DeleteObject'] },
  },
  bootstrap: {
    id: 'Bootstrap',
    kind: 'worker',
    timeoutSeconds: 30,
    errorImpact: 'A new deployment gets no operator credential; a running one is not affected.',
    tables: { directory: ['GetItem', 'PutItem', 'Query', 'UpdateItem'] },
    readsKeys: true,
  },
  doctor: {
    id: 'Doctor',
    kind: 'worker',
    timeoutSeconds: 60,
    errorImpact: 'Operators cannot ask whether all is well; members lose nothing.',
    tables: {
      exchange: ['BatchWriteItem'],
      audienceIndex: ['GetItem', 'BatchGetItem'],
    },
    leadingKeys: { exchange: 'probe/*' },
    readsKeys: false,
    queues: {
      indexerParked: ['GetQueueAttributes'],
      auditParked: ['GetQueueAttributes'],
      matcherParked: ['GetQueueAttributes'],
      matchedParked: ['GetQueueAttributes'],
    },
  },
  repairer: {
    id: 'Repairer',
    kind: 'worker',
    timeoutSeconds: 900,
    errorImpact: 'Drift between what members gave and what others see is neither found nor mended.',
    tables: {
      directory: ['GetItem', 'Query'],
      exchange: ['BatchGetItem', 'Query'],
      audienceIndex: ['GetItem', ...indexing.audienceIndex],
      feed: ['BatchGetItem', ...indexing.feed],
    },
    indexes: { directory: ['list'] },
    readsKeys: false,
    writesPointers: true,
  },
  rescanner: {
    id: 'Rescanner',
    kind: 'worker',
    timeoutSeconds: 540,
    errorImpact: 'What new rules would refuse of what was published is not flagged.',
    tables: {
      directory: ['BatchGetItem', 'Query'],
      exchange: ['Query'],
      audienceIndex: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: false,
  },
  'list-builder': {
    id: 'ListBuilder',
    kind: 'worker',
    timeoutSeconds: 280,
    errorImpact: 'Lists are built when they are fetched, which takes longer; large ones are 503.',
    tables: {
      directory: ['GetItem', 'Query'],
      audienceIndex: ['Query', 'UpdateItem'],
      feed: ['GetItem', 'Query'],
    },
    indexes: { directory: ['list'] },
    readsKeys: false,
    artifacts: { ...cachedLists, actions: ['GetObject', 'PutObject'] },
  },
  'presence-builder': {
    id: 'PresenceBuilder',
    kind: 'worker',
    timeoutSeconds: 280,
    errorImpact:
      'Bulk look-ups read more, in the end each value in each audience; they miss nothing.',
    tables: {
      directory: ['Query'],
      audienceIndex: ['Query', 'UpdateItem'],
      feed: ['BatchGetItem'],
    },
    indexes: { directory: ['list'] },
    readsKeys: false,
    artifacts: { ...presences, actions: ['GetObject', 'PutObject'] },
  },
  notifier: {
    id: 'Notifier',
    kind: 'worker',
    timeoutSeconds: 30,
    errorImpact: 'What watches meet is told late; its queue keeps it for four days.',
    tables: {
      directory: ['Query'],
      notify: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    },
    readsKeys: true,
    queues: {
      matched: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
      deliveries: ['SendMessage'],
    },
  },
  deliverer: {
    id: 'Deliverer',
    kind: 'worker',
    timeoutSeconds: 30,
    errorImpact: 'Webhooks are late; the matches that they tell of can be listed.',
    tables: {
      directory: ['Query'],
      notify: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'],
    },
    readsKeys: false,
    opensSecrets: true,
    callsOut: true,
    queues: {
      deliveries: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'SendMessage'],
    },
  },
  'due-sweeper': {
    id: 'DueSweeper',
    kind: 'worker',
    timeoutSeconds: 55,
    errorImpact: 'Webhooks that failed are not tried again; what they tell of can be listed.',
    tables: { notify: ['GetItem', 'Query', 'PutItem', 'DeleteItem'] },
    readsKeys: false,
    queues: { deliveries: ['SendMessage'] },
  },
  redriver: {
    id: 'Redriver',
    kind: 'worker',
    timeoutSeconds: 300,
    errorImpact: 'What could not be indexed stays parked; reconcile mends it too.',
    tables: indexing,
    readsKeys: false,
    writesPointers: true,
    queues: { indexerParked: redriving },
    streams: ['exchange'],
  },
  auditor: {
    id: 'Auditor',
    kind: 'worker',
    timeoutSeconds: 60,
    errorImpact:
      'What members and operators change is not in the audit yet; the streams keep it a day.',
    tables: { audit: auditing },
    readsKeys: false,
    queues: { auditParked: ['SendMessage'] },
    streams: ['directory', 'exchange'],
  },
  'audit-reads': {
    id: 'AuditReads',
    kind: 'worker',
    timeoutSeconds: 30,
    errorImpact: 'What members read is not in the audit yet; its queue keeps it for four days.',
    tables: { audit: auditing },
    readsKeys: false,
    queues: { auditReads: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] },
  },
  'audit-sealer': {
    id: 'AuditSealer',
    kind: 'worker',
    timeoutSeconds: 300,
    errorImpact:
      'The audit is not sealed today: what is taken from the end of a chain would not be seen.',
    tables: { audit: ['Query'] },
    readsKeys: false,
    artifacts: {
      ...roots,
      actions: ['GetObject', 'PutObject', 'PutObjectRetention'],
    },
  },
  matcher: {
    id: 'Matcher',
    kind: 'worker',
    timeoutSeconds: 60,
    errorImpact:
      'Members are told of nothing new, however it meets what they watch; it comes late.',
    tables: matching,
    readsKeys: false,
    queues: { matched: ['SendMessage'], matcherParked: ['SendMessage'] },
    streams: ['feed'],
  },
  'watch-keeper': {
    id: 'WatchKeeper',
    kind: 'worker',
    timeoutSeconds: 58,
    errorImpact: 'New watches are not told of what was there already; what is new, they are.',
    tables: {
      directory: ['GetItem', 'Query'],
      audienceIndex: ['BatchGetItem', 'Query'],
      notify: watching,
      feed: ['BatchGetItem'],
    },
    indexes: { notify: ['list'] },
    readsKeys: true,
    writesPointers: true,
    queues: { matched: ['SendMessage'] },
  },
  'matcher-redriver': {
    id: 'MatcherRedriver',
    kind: 'worker',
    timeoutSeconds: 300,
    errorImpact: 'What could not be matched stays parked: those whom it concerns are not told.',
    tables: { ...matching, feed: ['BatchGetItem'] },
    readsKeys: false,
    queues: { matched: ['SendMessage'], matcherParked: redriving },
    streams: ['feed'],
  },
  'audit-redriver': {
    id: 'AuditRedriver',
    kind: 'worker',
    timeoutSeconds: 300,
    errorImpact: 'What could not be put into the audit stays parked.',
    tables: { audit: auditing },
    readsKeys: false,
    queues: { auditParked: redriving },
    streams: ['directory', 'exchange'],
  },
};

export const functionNames = keysOf<FunctionName>(functions);
