import type { Audience } from '../core/audience';
import type { DesiredRow } from '../core/commit-plan';
import type { Descriptor } from '../core/descriptor';
import { desiredRows } from '../core/projection';

/** What some descriptors want of each audience. */
export function desiredByAudience(descriptors: readonly Descriptor[]): Map<Audience, DesiredRow[]> {
  const byAudience = new Map<Audience, DesiredRow[]>();
  for (const descriptor of descriptors) {
    const { id, indicatorId, version } = descriptor;
    for (const [audience, projection] of desiredRows(descriptor)) {
      const rows = byAudience.get(audience) ?? [];
      rows.push({ id, indicatorId, source: version, projection });
      byAudience.set(audience, rows);
    }
  }
  // By id: what else a batch holds of an item, hidden changes among it, must not show in the order.
  for (const rows of byAudience.values()) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return byAudience;
}
