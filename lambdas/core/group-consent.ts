import type { By } from './by';

/** One half of a consent: the group's invitation, or a member's request. Both halves make a membership. */
export const consentKinds = ['invitation', 'request'] as const;
export type ConsentKind = (typeof consentKinds)[number];

export interface Consent {
  readonly kind: ConsentKind;
  readonly groupId: string;
  readonly memberId: string;
  readonly by: By;
  readonly at: number;
  readonly message: string;
}
