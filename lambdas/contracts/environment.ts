/**
 * The environment variables that the stacks set and the functions read, by what they name.
 * A function gets only those of the tables that its role may touch.
 */
export const environment = {
  stage: 'STAGE',
  directoryTable: 'DIRECTORY_TABLE',
  exchangeTable: 'EXCHANGE_TABLE',
  audienceIndexTable: 'AUDIENCE_INDEX_TABLE',
  feedTable: 'FEED_TABLE',
  auditTable: 'AUDIT_TABLE',
  notifyTable: 'NOTIFY_TABLE',
  limitsTable: 'LIMITS_TABLE',
  keysSecret: 'KEYS_SECRET_ID',
  webhookKeysSecret: 'WEBHOOK_KEYS_SECRET_ID',
  requestsPerSecond: 'REQUESTS_PER_SECOND',
  sourceRequestsPerSecond: 'SOURCE_REQUESTS_PER_SECOND',
  pointerWrites: 'POINTER_WRITES',
  /** Name servers in place of the machine's own, `address:port`, by commas: for tests and the local cloud. */
  dnsServers: 'DNS_SERVERS',
  /** Set by the local cloud alone, and by no stage: 'true' lets calls out to 127.0.0.1, by http and at any port. */
  egressLoopback: 'EGRESS_LOOPBACK',
  /** Where the exchange itself is called: URLs by commas. */
  egressOwn: 'EGRESS_OWN',
  /** What may be called besides 443, by commas. */
  egressPorts: 'EGRESS_PORTS',
  indexerParkedQueue: 'INDEXER_PARKED_QUEUE_URL',
  auditParkedQueue: 'AUDIT_PARKED_QUEUE_URL',
  auditReadsQueue: 'AUDIT_READS_QUEUE_URL',
  matcherParkedQueue: 'MATCHER_PARKED_QUEUE_URL',
  matchedParkedQueue: 'MATCHED_PARKED_QUEUE_URL',
  matchedQueue: 'MATCHED_QUEUE_URL',
  deliveriesParkedQueue: 'DELIVERIES_PARKED_QUEUE_URL',
  deliveriesQueue: 'DELIVERIES_QUEUE_URL',
  artifactsBucket: 'ARTIFACTS_BUCKET',
  rootsLockedDays: 'ROOTS_LOCKED_DAYS',
} as const;
