import type { Audience } from './audience';
import type { By } from './by';
import type { Descriptor, IdempotencyMark, Opinion } from './descriptor';
import type { DerivedId } from './id';
import type { Indicator } from './indicator/read-indicator';
import { stateFor } from './revise';
import type { Override } from './screen/override';

export interface NewDescriptor {
  readonly ids: DerivedId;
  readonly indicatorId: string;
  /** The owner's credential. */
  readonly by: By;
  readonly indicator: Indicator;
  readonly opinion: Opinion;
  readonly audiences: readonly Audience[];
  readonly idempotency: IdempotencyMark | undefined;
  readonly override: Override | undefined;
}

/** A descriptor as it is first written. */
export function newDescriptor(
  { ids, indicator, opinion, audiences, idempotency, override, ...rest }: NewDescriptor,
  nowMicros: number,
): Descriptor {
  return {
    kind: 'descriptor',
    ...ids,
    ...rest,
    owner: rest.by.member,
    ...indicator,
    opinion,
    taggedAt: opinion.tags.map(() => nowMicros),
    audiences,
    was: {},
    state: stateFor(opinion, nowMicros),
    version: nowMicros,
    createdAt: nowMicros,
    ...(idempotency ? { idempotency } : {}),
    ...(override ? { override } : {}),
  };
}
