import type { Audience } from './audience';
import type { Governance } from './governance';
import type { Member, Role, Scope } from './member';

/** Who is calling, as far as a use case may know. */
export interface Caller {
  readonly member: Member;
  readonly credential: {
    readonly id: string;
    readonly role: Role;
    /** Until when and from where it is accepted, which it gives on. */
    readonly expiresAt?: number | undefined;
    readonly allowedFrom?: readonly string[] | undefined;
  };
  readonly scopes: readonly Scope[];
  /** audiencesOf(member), in the order in which answers prefer them: own, groups, community. */
  readonly audiences: readonly Audience[];
  /** What is in force while the request is answered. */
  readonly governance: Governance;
}
