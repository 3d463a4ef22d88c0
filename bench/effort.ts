/** How much of each workload is run. */
export interface Effort {
  readonly name: 'quick' | 'default';
  /** Rounds of each workload, the sizes in turn; what is told is the median of them. */
  readonly rounds: number;
  /** Of one round, like all that follows. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly lagSeconds: number;
  /** Single publishes by one connection, and by eight. */
  readonly singles: { readonly one: number; readonly eight: number };
  /** Requests of a batch of 100 and of 1,000. */
  readonly batches: { readonly hundreds: number; readonly thousands: number };
  readonly heavyReads: number;
  /** Loads of each bundle. */
  readonly loads: number;
  /** Requests that are sent through the meter. */
  readonly counted: number;
  /** Descriptors that are both loaded and published, to compare their rows. */
  readonly sample: number;
}

export const full: Effort = {
  name: 'default',
  rounds: 3,
  seconds: 2,
  warmUpSeconds: 1.5,
  lagSeconds: 4,
  singles: { one: 300, eight: 800 },
  batches: { hundreds: 5, thousands: 1 },
  heavyReads: 8,
  loads: 5,
  counted: 20,
  sample: 1000,
};

export const quick: Effort = {
  name: 'quick',
  rounds: 1,
  seconds: 1,
  warmUpSeconds: 1,
  lagSeconds: 2,
  singles: { one: 100, eight: 300 },
  batches: { hundreds: 3, thousands: 1 },
  heavyReads: 4,
  loads: 1,
  counted: 10,
  sample: 200,
};
