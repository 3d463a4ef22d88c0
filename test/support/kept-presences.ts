import { createHash } from 'node:crypto';
import type { Audience } from '../../lambdas/core/audience';
import { parse, serialize } from '../../lambdas/core/presence/artifact';
import type { PresenceStore } from '../../lambdas/store/presence-store';

/** Where sets of audiences are kept, without a bucket: as bytes, with how often they were asked for. */
export function keptPresences(): PresenceStore & {
  readonly kept: Map<Audience, Buffer>;
  readonly reads: { count: number };
} {
  const kept = new Map<Audience, Buffer>();
  const reads = { count: 0 };
  return {
    ...{ kept, reads },
    async read(audience, tag) {
      reads.count += 1;
      const bytes = kept.get(audience);
      if (!bytes) return undefined;
      const now = createHash('sha256').update(bytes).digest('hex');
      if (now === tag) return 'same';
      const artifact = parse(bytes);
      return artifact && { tag: now, artifact };
    },
    async put(audience, artifact) {
      kept.set(audience, serialize(artifact));
    },
  };
}
