import type { Application } from '../core/application';
import { newToken } from '../core/credential';
import { timeOrderedId } from '../core/id';
import { scopesOfRole } from '../core/member';
import { DomainError } from '../core/problem';
import { isoTime, nextVersion } from '../core/time';
import { findApplication, wrongState } from './find-application';
import type { JoiningDeps } from './joining-deps';

export type ClaimDeps = Pick<JoiningDeps, 'applications' | 'pepper' | 'random' | 'now'>;

/** The first credential of a member that was admitted: shown in this answer only, of two claims to one. */
export async function claimCredential(key: string, deps: ClaimDeps) {
  const one = await findApplication(key, deps);
  requireClaimable(one, deps.now());
  const { memberId } = one;
  const { token, credential } = firstCredential(memberId, deps);
  const next = {
    ...one,
    state: 'claimed' as const,
    version: nextVersion(one.version, deps.now()),
  };
  if (!(await deps.applications.replace(next, one.version, { credential }))) {
    requireClaimable(await findApplication(key, deps), deps.now());
    throw (await deps.applications.isActiveMember(memberId))
      ? new DomainError('storage.busy', 'Storage is busy; try again.')
      : wrongState('The member is not active: ask the operator.');
  }
  const { id, role, scopes, createdAt } = credential;
  return { id, memberId, role, scopes, createdAt: isoTime(createdAt), token };
}

function requireClaimable(
  one: Application,
  nowMicros: number,
): asserts one is Application & { memberId: string } {
  if (one.state === 'claimed') {
    const detail =
      'The first credential was fetched before, and is shown once: if that was not you, tell the operator at once.';
    throw new DomainError('application.claimed', detail);
  }
  if (one.state !== 'approved' || !one.memberId) {
    throw wrongState('There is no credential to claim: the application is not approved.');
  }
  if (nowMicros >= (one.claimUntil ?? 0)) {
    const detail = 'The time to claim is over: ask the operator to renew it.';
    throw new DomainError('application.claim_expired', detail);
  }
}

function firstCredential(memberId: string, deps: ClaimDeps) {
  const { token, hash } = newToken(memberId, deps);
  const createdAt = deps.now();
  const credential = {
    id: timeOrderedId(createdAt, deps.random(4).readUInt32BE()),
    name: 'first administrator',
    hash,
    role: 'admin' as const,
    scopes: [...scopesOfRole.admin],
    createdAt,
  };
  return { token, credential };
}
