import { keysOf } from './keys-of';

/** Everything that differs between the stages; a test compares their templates with it. */
export interface Stage {
  readonly name: string;
  readonly deletionProtection: boolean;
  /** Of logs and undelivered batches. Tables, key and secret are retained in every stage. */
  readonly removal: 'destroy' | 'retain';
  readonly logRetentionDays: number;
  /** Of the whole API, before any function runs. */
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
  /** Of one member. */
  readonly requestsPerSecond: number;
  /** Of one network, where no member is known: what is public, and credentials that are refused. */
  readonly sourceRequestsPerSecond: number;
  /** Ports by which members' receivers are called. */
  readonly egressPorts: readonly number[];
  /** Domain names of yours that lead to the API, which is not called by them either. */
  readonly apiHosts: readonly string[];
  /** How the indexer writes pointers: the local engine pays per item, AWS per transaction. */
  readonly pointerWrites: 'transaction' | 'batch';
  readonly memoryMegabytes: { readonly api: number; readonly worker: number };
  readonly indexer: {
    /** Full commits of 24 changes: what is over would be a commit of its own in each audience. */
    readonly batchSize: number;
    readonly windowSeconds: number;
    readonly batchesPerShard: number;
    /** AWS refuses a reservation that leaves an account fewer than 100 unreserved. */
    readonly reservedConcurrency?: number;
  };
  /** Nothing waits for the auditor: it may let a batch fill up. */
  readonly auditor: Stage['indexer'];
  /** Of the feeds: what it finds is told at once. */
  readonly matcher: Stage['indexer'];
  /** Workers of the queue `matched`, and of `deliveries`: one receiver that hangs holds a place for ten seconds. */
  readonly notifiersAtOnce: number;
  readonly deliverersAtOnce: number;
  /** For how long nobody can remove a day's root of the audit; 0 where roots are not locked. */
  readonly rootsLockedDays: number;
  readonly alarms: {
    readonly indexLagSeconds: number;
    readonly auditLagSeconds: number;
    readonly matchLagSeconds: number;
    readonly functionErrors: number;
    readonly functionThrottles: number;
    readonly apiServerErrors: number;
    readonly tableThrottles: number;
    readonly expirerSilentMinutes: number;
  };
}

/** `dev` is also what the local cloud runs. */
export const stages = {
  dev: {
    name: 'dev',
    deletionProtection: false,
    removal: 'destroy',
    logRetentionDays: 7,
    throttle: { requestsPerSecond: 2000, burst: 2000 },
    requestsPerSecond: 1000,
    sourceRequestsPerSecond: 20,
    egressPorts: [443],
    apiHosts: [],
    pointerWrites: 'transaction',
    memoryMegabytes: { api: 512, worker: 512 },
    indexer: { batchSize: 96, windowSeconds: 0, batchesPerShard: 1 },
    auditor: { batchSize: 96, windowSeconds: 0, batchesPerShard: 1 },
    matcher: { batchSize: 100, windowSeconds: 0, batchesPerShard: 1 },
    notifiersAtOnce: 2,
    deliverersAtOnce: 3,
    rootsLockedDays: 0,
    alarms: {
      indexLagSeconds: 300,
      auditLagSeconds: 3600,
      matchLagSeconds: 300,
      functionErrors: 10,
      functionThrottles: 10,
      apiServerErrors: 10,
      tableThrottles: 100,
      expirerSilentMinutes: 15,
    },
  },
  prod: {
    name: 'prod',
    deletionProtection: true,
    removal: 'retain',
    logRetentionDays: 90,
    throttle: { requestsPerSecond: 1000, burst: 2000 },
    requestsPerSecond: 100,
    sourceRequestsPerSecond: 2,
    egressPorts: [443],
    apiHosts: [],
    pointerWrites: 'batch',
    memoryMegabytes: { api: 1024, worker: 1792 },
    indexer: { batchSize: 96, windowSeconds: 0, batchesPerShard: 2, reservedConcurrency: 10 },
    auditor: { batchSize: 96, windowSeconds: 5, batchesPerShard: 1 },
    matcher: { batchSize: 100, windowSeconds: 0, batchesPerShard: 2 },
    notifiersAtOnce: 10,
    deliverersAtOnce: 20,
    rootsLockedDays: 400,
    alarms: {
      indexLagSeconds: 60,
      auditLagSeconds: 600,
      matchLagSeconds: 60,
      functionErrors: 1,
      functionThrottles: 1,
      apiServerErrors: 1,
      tableThrottles: 1,
      expirerSilentMinutes: 5,
    },
  },
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof stages;

export const stageNames = keysOf<StageName>(stages);

export function stageNameOf(name: string): StageName {
  const found = stageNames.find((known) => known === name);
  if (found) return found;
  throw new Error(`unknown stage '${name}': the stages are ${stageNames.join(', ')}`);
}
