import type { Descriptor } from './descriptor';
import { type Remark, remarkKinds } from './remark';

/** What the Exchange keeps: each takes the same way, one conditional write, stream, indexer, commit. */
export type ExchangeObject = Descriptor | Remark;

export const objectKinds = ['descriptor', ...remarkKinds] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** What names the row of an object in an audience: comments stand in the order of their making. */
export interface RowRef {
  readonly id: string;
  readonly indicatorId: string;
  /** Left out: of a descriptor. */
  readonly kind?: ObjectKind | undefined;
  /** Microseconds; of a comment. */
  readonly createdAt?: number | undefined;
}

export function isDescriptor(object: ExchangeObject): object is Descriptor {
  return object.kind === 'descriptor';
}
