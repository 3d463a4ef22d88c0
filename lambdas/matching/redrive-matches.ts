import type { RedriveReply } from '../contracts/operations';
import type { FeedRecord } from '../store/feed-records';
import { type MatchRecordsDeps, matchRecords } from './match-batch';

/** A message of the queue of what could not be matched, with the records that it is about, or why they can't be told. */
export interface ParkedRecords {
  readonly id: string;
  readonly handle: string;
  readonly records: readonly FeedRecord[];
  readonly hopeless?: string;
}

export interface RedriveMatchesDeps extends MatchRecordsDeps {
  readonly queue: {
    /** Some that nobody else has; none when there are no others left to get. */
    receive(): Promise<readonly ParkedRecords[]>;
    remove(message: ParkedRecords): Promise<void>;
    release(message: ParkedRecords): Promise<void>;
  };
  readonly reasonOf: (error: unknown) => string;
  readonly hasTime: () => boolean;
}

/** Matches what is parked. A message goes once all that it is about was handed on; the others stay, with the reason. */
export async function redriveMatches(deps: RedriveMatchesDeps): Promise<RedriveReply> {
  const kept = new Map<string, ParkedRecords>();
  const left: { what: string; reason: string }[] = [];
  let redriven = 0;
  while (deps.hasTime()) {
    const messages = (await deps.queue.receive()).filter(({ id }) => !kept.has(id));
    if (messages.length === 0) break;
    for (const message of messages) {
      const reasons = await tryAgain(message, deps);
      if (reasons.length === 0) {
        await deps.queue.remove(message);
        redriven += message.records.length;
      } else {
        kept.set(message.id, message);
        left.push(...reasons);
      }
    }
  }
  for (const message of kept.values()) await deps.queue.release(message);
  return { redriven, left };
}

async function tryAgain(
  { id, records, hopeless }: ParkedRecords,
  deps: RedriveMatchesDeps,
): Promise<RedriveReply['left']> {
  if (hopeless !== undefined) return [{ what: id, reason: hopeless }];
  const failed = await matchRecords(records, deps);
  return [...failed].map(([record, error]) => ({ what: record.id, reason: deps.reasonOf(error) }));
}
