import type { Audience } from './audience';

/** Classes of organisation, by which a policy decides who is part of the community. */
export const organisationClasses = [
  'company',
  'nonprofit',
  'academic',
  'government',
  'operator',
] as const;
export type OrganisationClass = (typeof organisationClasses)[number];

export const scopes = ['read', 'publish', 'operate'] as const;
export type Scope = (typeof scopes)[number];

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly organisationClass: OrganisationClass;
  readonly state: 'active' | 'suspended';
  readonly groups: readonly string[];
}

/** Who is calling, as far as a use case may know. */
export interface Caller {
  readonly member: Member;
  readonly scopes: readonly Scope[];
  /** audiencesOf(member), in the order in which answers prefer them: own, groups, community. */
  readonly audiences: readonly Audience[];
}
