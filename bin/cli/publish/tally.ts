export const outcomes = ['accepted', 'duplicate', 'refused', 'skipped', 'unacknowledged'] as const;

/**
 * accepted: new to the exchange, or back after a retraction. duplicate: earlier in this input, or there
 * already. unacknowledged: not answered for, whether or not it arrived.
 */
export type Outcome = (typeof outcomes)[number];

export type Totals = Readonly<Record<Outcome | 'lines', number>>;

export interface Tally {
  /** Lines that were read. */
  read(lines: number): void;
  count(outcome: Outcome): void;
  now(): Totals;
  /** The totals at the end; throws unless every line has exactly one outcome. */
  close(): Totals;
}

export function tally(): Tally {
  let lines = 0;
  const counts = { accepted: 0, duplicate: 0, refused: 0, skipped: 0, unacknowledged: 0 };
  const now = () => ({ lines, ...counts });
  return {
    read: (more) => {
      lines += more;
    },
    count: (outcome) => {
      counts[outcome] += 1;
    },
    now,
    close() {
      const sum = outcomes.reduce((total, outcome) => total + counts[outcome], 0);
      if (sum !== lines) throw new Error(`${lines} lines were read, but ${sum} have an outcome`);
      return now();
    },
  };
}
