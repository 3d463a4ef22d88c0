import type { Audience } from '../audience';
import type { Opinion, Status } from '../descriptor';
import type { IndicatorType } from '../indicator/indicator-type';
import type { Target } from '../search/read-q';

/**
 * Part of a watch: all that it says must hold, and of a list any one does. Values are canonical. A watch is met
 * when any of its conditions is.
 */
export interface Condition {
  readonly exact?: readonly Target[] | undefined;
  /** Domains, each with all below it. */
  readonly below?: readonly string[] | undefined;
  /** Addresses and blocks: what lies in one of them. */
  readonly inside?: readonly string[] | undefined;
  /** Addresses and blocks: the blocks that one of them lies in. */
  readonly contains?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly types?: readonly IndicatorType[] | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly audiences?: readonly Audience[] | undefined;
  readonly statusAtLeast?: Status | undefined;
  readonly severityAtLeast?: Opinion['severity'] | undefined;
  readonly confidenceAtLeast?: number | undefined;
  /** What others say of what the member has published. */
  readonly mine?: true | undefined;
}

/** A condition as a member writes it. */
export interface WrittenCondition extends Omit<Condition, 'exact' | 'audiences'> {
  readonly exact?: readonly string[] | undefined;
  readonly audiences?: readonly string[] | undefined;
}

/** Of these a condition has one at most. */
export const valueFields = ['exact', 'below', 'inside', 'contains'] as const;
export type ValueField = (typeof valueFields)[number];

export const watchLimits = {
  watches: 200,
  conditions: 16,
  /** Of one watch. */
  values: 10_000,
  /** Of all watches of a member. */
  valuesOfMember: 100_000,
  /** Of all conditions of a watch, as JSON. */
  conditionBytes: 3_000_000,
  /** What is kept with each value of a condition: all else that it says, as JSON. */
  restBytes: 1024,
  widestV4: 8,
  widestV6: 32,
  nameBytes: 200,
} as const;

/** How many values conditions name. */
export function valueCount(conditions: readonly Condition[]): number {
  const lists = conditions.flatMap((one) => valueFields.map((field) => one[field]?.length ?? 0));
  return lists.reduce((sum, count) => sum + count, 0);
}

/** A condition as its member is shown it: as it could be written, each list cut. */
export function writtenAs({ exact, ...others }: Condition, most: number): WrittenCondition {
  const values = exact && [...new Set(exact.map(({ value }) => value))];
  const written = { ...(values && { exact: values }), ...others };
  const cut = valueFields.flatMap((field) => {
    const list = written[field];
    return list ? [[field, list.slice(0, most)] as const] : [];
  });
  return { ...written, ...Object.fromEntries(cut) };
}
