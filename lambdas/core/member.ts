import type { Acceptance } from './agreement';

/** Classes of organisation, by which a policy decides who is part of the community. */
export const organisationClasses = [
  'company',
  'nonprofit',
  'academic',
  'government',
  'operator',
] as const;
export type OrganisationClass = (typeof organisationClasses)[number];

/** Only the credentials of an active member are accepted, and only it is an audience. */
export const memberStates = [
  'active',
  'suspended',
  'quarantined',
  'expelled',
  'withdrawn',
] as const;
export type MemberState = (typeof memberStates)[number];

/** `administer` is of one's own member: its profile, its credentials, its groups, its leaving. */
export const scopes = ['read', 'publish', 'administer', 'operate'] as const;
export type Scope = (typeof scopes)[number];

/** What a credential is for; `operator` is of the operator's own member, and of no other. */
export const roles = ['admin', 'analyst', 'reader', 'machine', 'operator'] as const;
export type Role = (typeof roles)[number];

/** The most that a credential of each role can hold; a credential may be given less, never more. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  admin: ['read', 'publish', 'administer'],
  analyst: ['read', 'publish'],
  reader: ['read'],
  machine: ['read', 'publish'],
  operator: ['operate', 'administer', 'read'],
};

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly organisationClass: OrganisationClass;
  readonly state: MemberState;
  /** To which agreement it agreed last; one that the operator made has not yet. */
  readonly agreed?: Acceptance | undefined;
  readonly groups: readonly string[];
  /** Those of its groups that it owns, alone or with others. */
  readonly ownedGroups: readonly string[];
  /** When it last joined or left a group, microseconds; 0 where it never did. */
  readonly groupsChangedAt: number;
}
