import { defaultPolicy, type Policy } from './policy';

/** What is in force for everybody: the policy, and whose words are hidden just now. */
export interface Governance {
  readonly policy: Policy;
  readonly hidden: HiddenOwners;
}

/**
 * Members whose words are being taken back, each with the time, in microseconds, since which they are: reads leave
 * out what changed in an audience at or after it, until a walk over the member's objects has taken it from there.
 */
export type HiddenOwners = ReadonlyMap<string, number>;

export const defaultGovernance: Governance = { policy: defaultPolicy, hidden: new Map() };

/** Whether a row of an owner is hidden, by when it last changed in its audience. */
export function isHidden(hidden: HiddenOwners, owner: string, position: number): boolean {
  return position >= (hidden.get(owner) ?? Number.POSITIVE_INFINITY);
}
