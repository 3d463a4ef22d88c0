import { type Audience, audienceChoice, memberAudience } from './audience';
import { type Descriptor, isExpired } from './descriptor';
import { type ExchangeObject, isDescriptor } from './exchange-object';
import { projectRemark, type RemarkProjection } from './remark-projection';

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

/** What an audience sees of an object of any kind. */
export type Shown = Projection | RemarkProjection;

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
export function desiredRows(object: ExchangeObject): Map<Audience, Shown | 'gone'> {
  const own = memberAudience(object.owner);
  const rows = new Map<Audience, Shown | 'gone'>();
  for (const audience of Object.keys(object.was)) rows.set(audience as Audience, 'gone');
  for (const audience of object.audiences) {
    rows.set(audience, isShownIn(object, audience) ? projectObject(object, audience) : 'gone');
  }
  rows.set(own, object.state === 'retracted' ? 'gone' : projectObject(object, own));
  return rows;
}

function projectObject(object: ExchangeObject, audience: Audience): Shown {
  return isDescriptor(object) ? project(object, audience) : projectRemark(object, audience);
}

/** Whether one of its audiences, other than its owner's own, is to see it. */
export function isShownIn(
  { state, withheld = [] }: Pick<ExchangeObject, 'state' | 'withheld'>,
  audience: Audience,
): boolean {
  return state === 'live' && !withheld.includes(audience);
}

/** Whether an opinion counts at `nowMicros`: reads hide by time, before the expirer has come by. */
export function isLiveOpinion(projection: Projection, nowMicros: number): boolean {
  return (
    (projection.own?.state ?? 'live') === 'live' && !isExpired(projection.expiresAt, nowMicros)
  );
}

/** Whether it is its reader's own and its time is over: nobody else is shown it. */
export function isOverOwn({ own, expiresAt }: Projection, nowMicros: number): boolean {
  if (!own) return false;
  return own.state === 'expired' || (own.state === 'live' && isExpired(expiresAt, nowMicros));
}
