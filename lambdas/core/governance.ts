import { type AgreementInForce, defaultAgreement } from './agreement';
import { defaultPolicy, type Policy } from './policy';

/** What is in force for everybody: the policy, the agreement, whose words are hidden just now, and which lists are loaded. */
export interface Governance {
  readonly policy: Policy;
  readonly agreement: AgreementInForce;
  readonly hidden: HiddenOwners;
  /** Number of changes to the lists of what is known to be good; 0 while none was loaded. */
  readonly knownGoodVersion: number;
}

/** Microseconds: from `since` on, and before `until` where the member was reinstated while it was hidden. */
export interface HiddenSpan {
  readonly since: number;
  readonly until?: number | undefined;
}

/**
 * Members whose words are being taken back: reads leave out what changed in an audience within the span, until a
 * walk over the member's objects has taken it from there.
 */
export type HiddenOwners = ReadonlyMap<string, HiddenSpan>;

export const defaultGovernance: Governance = {
  policy: defaultPolicy,
  agreement: defaultAgreement,
  hidden: new Map(),
  knownGoodVersion: 0,
};

/**
 * Whether a row of an owner is hidden, by when it last changed in its audience: by nothing else, so that what
 * happened to the object in other audiences shows in none.
 */
export function isHidden(hidden: HiddenOwners, owner: string, position: number): boolean {
  const span = hidden.get(owner);
  return span !== undefined && isWithin(span, position);
}

export function isWithin({ since, until }: HiddenSpan, position: number): boolean {
  return position >= since && position < (until ?? Number.POSITIVE_INFINITY);
}

/** What may be shown of an audience's rows. While nobody is hidden it costs nothing: no row is read for it. */
export function withoutHidden<R extends HideableRow>(
  rows: readonly R[],
  hidden: HiddenOwners,
): readonly R[] {
  return hidden.size === 0 ? rows : rows.filter((row) => !isRowHidden(row, hidden));
}

interface HideableRow {
  readonly position: number;
  readonly projection?: string | undefined;
}

export function isRowHidden({ projection, position }: HideableRow, hidden: HiddenOwners): boolean {
  if (hidden.size === 0 || projection === undefined) return false;
  const { owner } = JSON.parse(projection) as { readonly owner: string };
  return isHidden(hidden, owner, position);
}
