export const outcomes = ['known', 'unknown', 'refused', 'unanswered'] as const;

/** unanswered: the exchange failed before it was asked, or did not answer for it. */
export type Outcome = (typeof outcomes)[number];

export type MatchTotals = Readonly<
  Record<Outcome | 'lines' | 'leftOut' | 'found' | 'distinct', number>
> & {
  /** Up to this line every value has an answer, or is no indicator: from the next one on it can be gone on. */
  readonly answeredLines: number;
};

export type MatchTally = ReturnType<typeof matchTally>;

/** Values found are counted each time that they stand in a line; distinct ones once. */
export function matchTally() {
  const counts = { lines: 0, leftOut: 0, found: 0, distinct: 0 };
  const ends = { known: 0, unknown: 0, refused: 0, unanswered: 0 };
  let firstUnanswered = Number.POSITIVE_INFINITY;
  const now = (): MatchTotals => {
    const answeredLines = Math.min(counts.lines, firstUnanswered - 1);
    return { ...counts, ...ends, answeredLines };
  };
  return {
    add(what: keyof typeof counts, more = 1) {
      counts[what] += more;
    },
    end(outcome: Outcome, line: number) {
      ends[outcome] += 1;
      if (outcome === 'unanswered') firstUnanswered = Math.min(firstUnanswered, line);
    },
    now,
    /** The totals at the end; throws unless every value that was found has exactly one outcome. */
    close(): MatchTotals {
      const sum = outcomes.reduce((total, outcome) => total + ends[outcome], 0);
      if (sum !== counts.found) {
        throw new Error(`${counts.found} values were found, but ${sum} have an outcome`);
      }
      return now();
    },
  };
}
