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
  readonly state: Descriptor['state'];
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
  const { version, state, audiences } = descriptor;
  return { ...shown, own: { version, state, audience: audienceChoice(audiences) } };
}

/** What each audience's row should be: the projection, or `gone` where it has left. A pure function of the item. */
export function desiredRows(descriptor: Descriptor): Map<Audience, Projection | 'gone'> {
  const own = memberAudience(descriptor.owner);
  const rows = new Map<Audience, Projection | 'gone'>();
  for (const audience of Object.keys(descriptor.was)) rows.set(audience as Audience, 'gone');
  for (const audience of descriptor.audiences) {
    rows.set(audience, descriptor.state === 'live' ? project(descriptor, audience) : 'gone');
  }
  rows.set(own, descriptor.state === 'retracted' ? 'gone' : project(descriptor, own));
  return rows;
}

/** Whether an opinion counts at `nowMicros`: reads hide by time, before the expirer has come by. */
export function isLiveOpinion(projection: Projection, nowMicros: number): boolean {
  return (
    (projection.own?.state ?? 'live') === 'live' && !isExpired(projection.expiresAt, nowMicros)
  );
}
