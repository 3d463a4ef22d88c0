import { type Audience, audienceChoice, memberAudience } from './audience';
import { type Descriptor, isExpired } from './descriptor';

/**
 * What an audience sees of a descriptor. It holds nothing global: no version, time or audience list.
 * The owner's own audience is the exception, and the only place where those are shown.
 */
export interface Projection {
  readonly id: string;
  readonly indicatorId: string;
  readonly owner: string;
  readonly type: Descriptor['type'];
  readonly value: string;
  readonly raw: string;
  readonly status: Descriptor['opinion']['status'];
  readonly tlp: Descriptor['opinion']['tlp'];
  readonly tags: readonly string[];
  readonly expiresAt: string | null;
  readonly own?: OwnersView;
  readonly [field: string]: unknown;
}

interface OwnersView {
  readonly version: number;
  readonly state: Descriptor['state'] | 'quarantined';
  readonly audience: ReturnType<typeof audienceChoice>;
}

/**
 * The one place that decides what part of a descriptor an audience is shown: rows, feed entries, summaries and
 * look-ups are made of what it answers, and of nothing else of the descriptor. Parts of a descriptor will have
 * narrower audiences of their own, and contributors may stay unnamed: both are decided here, and nowhere else.
 */
export function project(descriptor: Descriptor, audience: Audience): Projection {
  const { id, indicatorId, owner, type, value, raw, opinion } = descriptor;
  const shown = { id, indicatorId, owner, type, value, raw, ...opinion };
  if (audience !== memberAudience(owner)) return shown;
  const { version, audiences } = descriptor;
  const state = shownState(descriptor);
  return { ...shown, own: { version, state, audience: audienceChoice(audiences) } };
}

/** What its owner is told of its state: quarantined as long as any audience is kept from it. */
export function shownState({ state, withheld = [] }: Descriptor): OwnersView['state'] {
  return state === 'live' && withheld.length > 0 ? 'quarantined' : state;
}

/** What each audience's row should be: the projection, or `gone` where it has left. A pure function of the item. */
export function desiredRows(descriptor: Descriptor): Map<Audience, Projection | 'gone'> {
  const own = memberAudience(descriptor.owner);
  const rows = new Map<Audience, Projection | 'gone'>();
  for (const audience of Object.keys(descriptor.was)) rows.set(audience as Audience, 'gone');
  for (const audience of descriptor.audiences) {
    rows.set(audience, isShownIn(descriptor, audience) ? project(descriptor, audience) : 'gone');
  }
  rows.set(own, descriptor.state === 'retracted' ? 'gone' : project(descriptor, own));
  return rows;
}

/** Whether one of its audiences, other than its owner's own, is to see it. */
export function isShownIn({ state, withheld = [] }: Descriptor, audience: Audience): boolean {
  return state === 'live' && !withheld.includes(audience);
}

/** Whether an opinion counts at `nowMicros`: reads hide by time, before the expirer has come by. */
export function isLiveOpinion(projection: Projection, nowMicros: number): boolean {
  return (
    (projection.own?.state ?? 'live') === 'live' && !isExpired(projection.expiresAt, nowMicros)
  );
}
