import { type Audience, audienceChoice, memberAudience } from './audience';
import type { AudienceRow } from './commit-plan';
import { type Descriptor, isExpired } from './descriptor';
import { isLiveOpinion, isShownIn, type Projection, shownState } from './projection';
import { isoTime } from './time';

/** A descriptor as a reader is shown it, with the reader's own audiences in which it stands. */
export type DescriptorView = {
  readonly id: string;
  readonly type: Projection['type'];
  readonly value: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly changedAt: string;
  readonly seenIn: readonly Audience[];
  readonly [field: string]: unknown;
};

/** The owner's view, from the truth. */
export function ownView(descriptor: Descriptor, nowMicros: number): DescriptorView {
  const { id, indicatorId, owner, type, value, raw, opinion, audiences, version } = descriptor;
  const isOver = descriptor.state === 'expired' || isExpired(opinion.expiresAt, nowMicros);
  return {
    ...{ id, indicatorId, owner, type, value, raw, ...opinion, version },
    publishedAt: isoTime(descriptor.createdAt),
    changedAt: isoTime(version),
    seenIn: [
      memberAudience(owner),
      ...audiences.filter((a) => !isOver && isShownIn(descriptor, a)),
    ],
    state: isOver ? 'expired' : shownState(descriptor),
    audience: audienceChoice(audiences),
    ...(descriptor.override ? { override: descriptor.override } : {}),
  };
}

/** Which opinions a reader asks for: those that count, or its own that are over. */
export type IsShown = (projection: Projection, nowMicros: number) => boolean;

export interface SeenRow {
  readonly audience: Audience;
  readonly row: AudienceRow;
}

/**
 * One view per descriptor from the rows of a reader's audiences, given in the reader's order of preference:
 * its own audience first, where its own descriptors show more.
 */
export function viewsOf(
  rows: readonly SeenRow[],
  nowMicros: number,
  isShown: IsShown = isLiveOpinion,
): DescriptorView[] {
  const byId = new Map<string, SeenRow[]>();
  for (const seen of rows) {
    byId.set(seen.row.id, [...(byId.get(seen.row.id) ?? []), seen]);
  }
  return [...byId.values()].flatMap((seen) => viewOf(seen, nowMicros, isShown));
}

function viewOf(seen: readonly SeenRow[], nowMicros: number, isShown: IsShown): DescriptorView[] {
  const [first] = seen;
  if (first?.row.projection === undefined) return [];
  const projection = JSON.parse(first.row.projection) as Projection;
  if (!isShown(projection, nowMicros)) return [];
  const { own, ...shown } = projection;
  return [
    {
      ...shown,
      version: own?.version ?? first.row.position,
      publishedAt: isoTime(first.row.firstSeen),
      changedAt: isoTime(first.row.position),
      seenIn: seen.map(({ audience }) => audience),
      ...(own ? { state: own.state, audience: own.audience } : {}),
    },
  ];
}
