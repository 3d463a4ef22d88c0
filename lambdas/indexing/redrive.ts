import type { RedriveReply } from '../contracts/operations';
import { type RedriveParkedDeps, redriveParked } from '../core/redrive';
import type { Key } from '../store/batch-get';
import { type IndexDeps, indexBatch } from './index-batch';

export interface RedriveDeps
  extends Omit<IndexDeps, 'park' | 'onFailure'>,
    Omit<RedriveParkedDeps<Key>, 'tryAgain'> {
  readonly reasonOf: (error: unknown) => string;
}

/** Indexes what is parked. */
export function redrive(deps: RedriveDeps): Promise<RedriveReply> {
  return redriveParked({
    ...deps,
    async tryAgain(keys) {
      const reasons = new Map<string, string>();
      await indexBatch(keys, {
        ...deps,
        park: async () => false,
        onFailure: (ids, error) => {
          for (const id of ids) reasons.set(id, deps.reasonOf(error));
        },
      });
      return [...reasons].map(([what, reason]) => ({ what, reason }));
    },
  });
}
