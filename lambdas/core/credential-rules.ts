import { isSameHash } from './credential';
import { type Member, type Role, type Scope, scopesOfRole } from './member';
import { DomainError } from './problem';
import { microsPerDay } from './time';

interface RetiringToken {
  readonly hash: string;
  readonly endsAt: number;
  readonly tokenFrom?: string | undefined;
}

/** A person or machine of a member, as it is kept: of its tokens there are keyed hashes alone. Times in microseconds. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  /** Tokens that were replaced, each accepted until its end. */
  readonly retiring?: readonly RetiringToken[] | undefined;
  /** The credential that was answered the present token: whoever has that one may have this. */
  readonly tokenFrom?: string | undefined;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** The credential of the same member that gave it its rights: it never holds more than that one. */
  readonly grantedBy?: string | undefined;
  readonly createdAt: number;
  readonly rotatedAt?: number | undefined;
  readonly revokedAt?: number | undefined;
  /** The credential that leaked, with which this one was ended. */
  readonly revokedWith?: string | undefined;
  readonly expiresAt?: number | undefined;
  /** Addresses and subnets from which alone it is accepted. */
  readonly allowedFrom?: readonly string[] | undefined;
}

export const credentialLimits = {
  live: 10,
  /** Of those that ended, the last ones are kept to be shown. */
  ended: 10,
  days: 365,
  /** Replaced tokens of one credential that are accepted at once. */
  retiring: 3,
} as const;

/** A revocation holds from when it is read, also by a clock that is behind the one which wrote it. */
export function isLive({ revokedAt, expiresAt }: Credential, nowMicros: number): boolean {
  return revokedAt === undefined && (expiresAt ?? Number.POSITIVE_INFINITY) > nowMicros;
}

export function endOf({
  revokedAt,
  expiresAt,
}: Pick<Credential, 'revokedAt' | 'expiresAt'>): number {
  return Math.min(revokedAt ?? Number.POSITIVE_INFINITY, expiresAt ?? Number.POSITIVE_INFINITY);
}

/** Whether this is the hash of a token that the credential accepts. Each is compared, and in constant time. */
export function accepts(
  { hash, retiring = [] }: Credential,
  presented: string,
  nowMicros: number,
): boolean {
  const accepted = [
    hash,
    ...retiring.filter((one) => one.endsAt > nowMicros).map((one) => one.hash),
  ];
  return accepted.filter((one) => isSameHash(one, presented)).length > 0;
}

/**
 * What a credential may do now: what it was given, as far as its role still has it and the credential that gave it
 * still holds it. A role or a giver that was given less since takes it from those that came before.
 */
export function scopesHeld(
  credential: Credential,
  all: readonly Credential[],
  seen: readonly string[] = [],
): Scope[] {
  const { id, role, scopes, grantedBy } = credential;
  const own = scopes.filter((scope) => scopesOfRole[role].includes(scope));
  const giver = all.find((one) => one.id === grantedBy);
  if (!giver || seen.includes(giver.id)) return own;
  const given = scopesHeld(giver, all, [...seen, id]);
  return own.filter((scope) => given.includes(scope));
}

export interface Grant {
  readonly role: Role;
  /** Of the role everything, unless less is asked for. */
  readonly scopes?: readonly Scope[] | undefined;
}

/** The scopes of a grant by a holder of `held`: nobody gives what he does not hold. */
export function scopesGranted({ role, scopes }: Grant, held: readonly Scope[]): Scope[] {
  const possible = scopesOfRole[role];
  const beyondRole = scopes?.findIndex((scope) => !possible.includes(scope)) ?? -1;
  if (beyondRole >= 0) {
    const detail = `A credential of this role holds at most: ${possible.join(', ')}.`;
    throw new DomainError('field.invalid', detail, { pointer: `/scopes/${beyondRole}` });
  }
  const granted = [...new Set(scopes ?? possible.filter((scope) => held.includes(scope)))];
  if (granted.length === 0) throw exceeds();
  requireHeld(granted, held);
  return granted;
}

/** Of a credential that is to change hands too: its new token gives whoever gets it all that it holds. */
export function requireHeld(scopes: readonly Scope[], held: readonly Scope[]): void {
  if (!scopes.every((scope) => held.includes(scope))) throw exceeds();
}

function exceeds(): DomainError {
  const detail =
    'A credential gives no more than it holds itself: use one that holds these scopes.';
  return new DomainError('credential.exceeds_giver', detail);
}

export function requireRoom(all: readonly Credential[], nowMicros: number): void {
  if (all.filter((one) => isLive(one, nowMicros)).length < credentialLimits.live) return;
  const detail = `A member has at most ${credentialLimits.live} live credentials: revoke one, or rotate it.`;
  throw new DomainError('credential.too_many', detail);
}

/** Refuses a change after which the member could not administer itself, or the operator not operate. */
export function requireAdministrator(
  { organisationClass }: Pick<Member, 'organisationClass'>,
  after: readonly Credential[],
  nowMicros: number,
): void {
  const needed = organisationClass === 'operator' ? 'operate' : 'administer';
  const live = after.filter((one) => isLive(one, nowMicros));
  if (live.some((one) => scopesHeld(one, after).includes(needed))) return;
  const detail =
    'This is the last credential that administers your member: issue another such credential first; one that has leaked can be reported, and the operator issues the next.';
  throw new DomainError('credential.last_admin', detail);
}

/** An end that a credential may have: ahead, and at most a year. */
export function requireExpiry(expiresAt: number, nowMicros: number): void {
  const days = (expiresAt - nowMicros) / microsPerDay;
  if (days > 0 && days <= credentialLimits.days) return;
  const detail = `A credential ends in the future, within ${credentialLimits.days} days.`;
  throw new DomainError('field.invalid', detail, { pointer: '/expiresAt' });
}
