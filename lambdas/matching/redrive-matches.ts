import type { RedriveReply } from '../contracts/operations';
import { type RedriveParkedDeps, redriveParked } from '../core/redrive';
import type { FeedRecord } from '../store/feed-records';
import { type MatchRecordsDeps, matchRecords } from './match-batch';

export interface RedriveMatchesDeps
  extends MatchRecordsDeps,
    Omit<RedriveParkedDeps<FeedRecord>, 'tryAgain'> {
  readonly reasonOf: (error: unknown) => string;
}

/** Matches what is parked. */
export function redriveMatches(deps: RedriveMatchesDeps): Promise<RedriveReply> {
  return redriveParked({
    ...deps,
    async tryAgain(records) {
      const failed = await matchRecords(records, deps);
      return [...failed].map(([{ id }, error]) => ({ what: id, reason: deps.reasonOf(error) }));
    },
  });
}
