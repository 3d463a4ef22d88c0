import type { Credential } from './credential-rules';
import { coversAll } from './network';
import { DomainError } from './problem';

/** Until when, and from where, a credential is accepted. */
export type CredentialLimits = Pick<Credential, 'expiresAt' | 'allowedFrom'>;

/** As it is kept. */
export interface GrantedLimits {
  expiresAt?: number;
  allowedFrom?: string[];
}

/** What a new credential gets: where nothing is asked for, its giver's own limits; never more. */
export function limitsGranted(asked: CredentialLimits, giver: CredentialLimits): GrantedLimits {
  const { expiresAt = giver.expiresAt, allowedFrom = giver.allowedFrom } = asked;
  requireWithin({ expiresAt, allowedFrom }, giver);
  return {
    ...(expiresAt !== undefined && { expiresAt }),
    ...(allowedFrom && { allowedFrom: [...allowedFrom] }),
  };
}

/** A token that is to change hands gives whoever gets it all the time and places that its credential has. */
export function requireWithin(limits: CredentialLimits, giver: CredentialLimits): void {
  if (!endsWithin(limits, giver)) throw exceeds('/expiresAt', 'beyond its own end');
  if (!comesWithin(limits, giver)) throw exceeds('/allowedFrom', 'more addresses than its own');
}

/** A change may tighten what it likes, and lift no further than whoever changes has himself: be it his own. */
export function requireLimitsChange(
  before: CredentialLimits,
  after: CredentialLimits,
  giver: CredentialLimits,
): void {
  requireWithin(
    {
      expiresAt: endsWithin(after, before) ? giver.expiresAt : after.expiresAt,
      allowedFrom: comesWithin(after, before) ? giver.allowedFrom : after.allowedFrom,
    },
    giver,
  );
}

function endsWithin(inner: CredentialLimits, outer: CredentialLimits): boolean {
  const never = Number.POSITIVE_INFINITY;
  return (inner.expiresAt ?? never) <= (outer.expiresAt ?? never);
}

function comesWithin(inner: CredentialLimits, outer: CredentialLimits): boolean {
  if (outer.allowedFrom === undefined) return true;
  return inner.allowedFrom !== undefined && coversAll(outer.allowedFrom, inner.allowedFrom);
}

function exceeds(pointer: string, what: string): DomainError {
  const detail = `A credential gives no more than it has itself, and not ${what}: use one that is not limited so.`;
  return new DomainError('credential.exceeds_giver', detail, { pointer });
}
