import { type Audience, memberAudience } from '../audience';
import type { ObjectKind } from '../exchange-object';
import type { Shown } from '../projection';

/** What an audience is shown of an object, as the matcher sees it. */
export interface SeenChange {
  readonly audience: Audience;
  readonly position: number;
  readonly kind: ObjectKind;
  readonly id: string;
  readonly shown: Shown;
}

/** Whether anybody but its owner is shown it there. */
export function isForOthers({ audience, shown }: Pick<SeenChange, 'audience' | 'shown'>): boolean {
  return audience !== memberAudience(shown.owner);
}

/** Nobody is told of its own doings, and of what a single member is shown only that one. */
export function mayBeTold(member: string, change: Pick<SeenChange, 'audience' | 'shown'>): boolean {
  const { audience, shown } = change;
  return shown.owner !== member && (!audience.startsWith('member:') || isOf(audience, member));
}

function isOf(audience: Audience, member: string): boolean {
  return audience === memberAudience(member);
}
