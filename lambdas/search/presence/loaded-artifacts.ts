import type { Audience } from '../../core/audience';
import type { PresenceArtifact } from '../../core/presence/artifact';
import type { KeptPresence } from '../../store/presence-store';
import type { PresenceDeps } from './presence-deps';

/** Of the 1 GB that a function has; a set of ten million is 40 MB. */
const mostBytes = 160_000_000;

interface Held extends KeptPresence {
  readonly loadedAt: number;
}

/**
 * The sets of audiences as they are in the bucket now. Whoever loads one asks the bucket each time, whether it is
 * held here or not; what is held is not sent again. What nobody has loaded for so long is let go; what does not fit
 * beside what is held is none.
 */
export function loadedArtifacts(
  { artifacts, now }: Pick<PresenceDeps, 'artifacts' | 'now'>,
  keptMicros: number,
) {
  const held = new Map<Audience, Held>();

  function hold(audience: Audience, kept: KeptPresence | undefined): PresenceArtifact | undefined {
    held.delete(audience);
    for (const [other, { loadedAt }] of held) {
      if (Math.abs(now() - loadedAt) > keptMicros) held.delete(other);
    }
    const others = [...held.values()].reduce((sum, one) => sum + one.artifact.set.byteLength, 0);
    if (!kept || others + kept.artifact.set.byteLength > mostBytes) return undefined;
    held.set(audience, { ...kept, loadedAt: now() });
    return kept.artifact;
  }

  /** Undefined where there is none that can be relied upon, also where the bucket fails. */
  return async (audience: Audience): Promise<PresenceArtifact | undefined> => {
    const here = held.get(audience);
    const read = await artifacts.read(audience, here?.tag).catch(() => undefined);
    return hold(audience, read === 'same' ? here : read);
  };
}
