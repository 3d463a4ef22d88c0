import { type Audience, memberAudience } from '../audience';
import type { ObjectKind } from '../exchange-object';
import { type HiddenOwners, isHidden } from '../governance';
import type { IdMaker } from '../id';

/** Why a watch's member is told. */
export const matchEvents = ['new', 'changed', 'withdrawn', 'about_mine'] as const;
export type MatchEvent = (typeof matchEvents)[number];

/** One watch met one change: the truth of what a member is told; a webhook is its messenger. */
export interface Match {
  readonly id: string;
  readonly member: string;
  readonly watchId: string;
  readonly event: MatchEvent;
  readonly kind: ObjectKind;
  readonly objectId: string;
  readonly indicatorId: string;
  readonly owner: string;
  /** Microseconds. */
  readonly matchedAt: number;
  /** The audiences through which it was seen, each with the position of the change there. Empty: nobody is shown it any more. */
  readonly via: Readonly<Record<string, number>>;
  /** What was seen, as text; of what is withdrawn, nothing. */
  readonly view?: string | undefined;
  readonly isRead: boolean;
}

export const matchDays = 90;

/** What a member sees of an object, without what differs from audience to audience. */
export function viewOf(projection: string): { readonly owner: string; readonly view: string } {
  const { own: _, ...shown } = JSON.parse(projection) as { owner: string; own?: unknown };
  return { owner: shown.owner, view: JSON.stringify(shown) };
}

export interface Told {
  readonly watchId: string;
  readonly objectId: string;
  readonly event: MatchEvent;
  readonly view: string;
}

/**
 * The same for one change through three audiences, and for each repeat. What is new and what has changed are told in
 * one word here: an object may be new in one audience and changed in another.
 */
export function matchId({ watchId, objectId, event, view }: Told, makeId: IdMaker): string {
  const what = event === 'new' || event === 'changed' ? 'shown' : event;
  return makeId('match', watchId, objectId, what, view).id;
}

/** What decides who may be shown a match, as it is in force at this moment. */
export interface Sight {
  readonly member: string;
  readonly audiences: readonly Audience[];
  readonly hidden: HiddenOwners;
}

/** Whether its member may still be shown it: through one of its audiences at least, of which none hides its owner. */
export function isSeen(
  { via, owner, event }: Match,
  { member, audiences, hidden }: Sight,
): boolean {
  // That something is gone says nothing but the ids that were told before.
  if (event === 'withdrawn') return audiences.includes(memberAudience(member));
  return audiences.some((audience) => {
    const position = via[audience];
    return position !== undefined && !isHidden(hidden, owner, position);
  });
}
