import fc from 'fast-check';
import type { Actor, Setting } from './twin-world-cast';
import { values } from './twin-world-samples';

const kinds = [
  ...['publish', 'patch', 'widen', 'narrow', 'retract', 'expire'],
  ...['burst', 'tick', 'roster', 'found', 'busy', 'error', 'remark'],
] as const;
/** So much at once that no random history has it. */
const rare = ['errands', 'consents'] as const;
const weighted = [
  'publish',
  'publish',
  'widen',
  'tick',
  'tick',
  'busy',
  'busy',
  'remark',
  'remark',
  ...kinds,
] as const;

/** What others do, and where the observer looks after it. */
export interface Act {
  readonly kind: (typeof kinds)[number] | (typeof rare)[number];
  readonly actor: Actor;
  readonly value: number;
  readonly status: number;
  readonly tag: number;
  /** It can be told by nobody but those who share a hidden audience; one of two worlds goes without. */
  readonly isHidden: boolean;
  /** From which the looks are drawn. */
  readonly look: number;
}

export interface History {
  readonly setting: Setting;
  readonly acts: readonly Act[];
}

const act: fc.Arbitrary<Act> = fc
  .record({
    kind: fc.constantFrom(...weighted),
    actor: fc.constantFrom('seen', 'seen', 'hidden', 'shadow'),
    value: fc.nat(values.length - 1),
    status: fc.nat(3),
    tag: fc.nat(3),
    isHidden: fc.boolean(),
    look: fc.nat(1_000_000),
  })
  .map((one) => ({
    ...one,
    isHidden: isAlwaysHidden(one) || (one.isHidden && one.kind !== 'tick'),
  }));

const setting: fc.Arbitrary<Setting> = fc.record({
  observerClass: fc.constantFrom('company', 'company', 'company', 'government'),
  groups: fc.oneof({ weight: 30, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(50) }),
  isCrowded: fc.nat(11).map((n) => n === 11),
});

export const history: fc.Arbitrary<History> = fc.record({
  setting,
  acts: fc.array(act, { minLength: 8, maxLength: 24 }),
});

/** A shadow has nothing to say to the observer, and what is busy elsewhere never concerns it. */
function isAlwaysHidden({ kind, actor }: Pick<Act, 'kind' | 'actor'>): boolean {
  const isElsewhere = actor === 'shadow' || ['found', 'busy', 'error'].includes(kind);
  return isElsewhere && kind !== 'tick';
}
