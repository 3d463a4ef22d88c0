import type { Audience } from '../core/audience';
import type { DesiredRow } from '../core/commit-plan';
import type { ExchangeObject } from '../core/exchange-object';
import { desiredRows } from '../core/projection';

/** What some objects want of each audience. */
export function desiredByAudience(objects: readonly ExchangeObject[]): Map<Audience, DesiredRow[]> {
  const byAudience = new Map<Audience, DesiredRow[]>();
  for (const object of objects) {
    const { kind, id, indicatorId, createdAt, version } = object;
    for (const [audience, projection] of desiredRows(object)) {
      const rows = byAudience.get(audience) ?? [];
      rows.push({ kind, id, indicatorId, createdAt, source: version, projection });
      byAudience.set(audience, rows);
    }
  }
  // By id: what else a batch holds of an item, hidden changes among it, must not show in the order.
  for (const rows of byAudience.values()) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  return byAudience;
}
