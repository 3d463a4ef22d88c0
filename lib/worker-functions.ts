import { cachedLists, type FunctionShape, presences, roots, watching } from './function-shape';

const indexing = {
  exchange: ['BatchGetItem'],
  audienceIndex: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
  feed: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
} as const satisfies FunctionShape['tables'];
const redriving = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'] as const;
/** Entries are put and never changed: what holds the chains has no other way to write. */
const auditing = ['GetItem', 'BatchGetItem', 'PutItem'] as const;
const telling = {
  directory: ['Query'],
  notify: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
} as const satisfies FunctionShape['tables'];
const matching = {
  notify: ['GetItem', 'Query'],
  audienceIndex: ['GetItem', 'BatchGetItem', 'Query'],
} as const satisfies FunctionShape['tables'];

export type WorkerFunction =
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
  | 'notifier-redriver'
  | 'deliverer'
  | 'due-sweeper';

/** What may be touched by those that streams, queues, rules and operators invoke. */
export const workerFunctions: Readonly<Record<WorkerFunction, FunctionShape>> = {
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
      deliveriesParked: ['GetQueueAttributes'],
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
      audienceIndex: ['BatchGetItem', 'Query', 'UpdateItem'],
      feed: ['GetItem', 'BatchGetItem', 'Query'],
    },
    indexes: { directory: ['list'] },
    readsKeys: true,
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
    tables: telling,
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
      auditReads: ['SendMessage'],
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
  'notifier-redriver': {
    id: 'NotifierRedriver',
    kind: 'worker',
    timeoutSeconds: 300,
    errorImpact: 'What could not be told stays parked: those whom it concerns do not hear of it.',
    tables: telling,
    readsKeys: true,
    queues: {
      matchedParked: redriving,
      deliveriesParked: redriving,
      deliveries: ['SendMessage'],
    },
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
