import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { newToken } from '../core/credential';
import { requireWithin } from '../core/credential-limits';
import { credentialLimits, requireHeld, scopesHeld } from '../core/credential-rules';
import type { Idempotency } from '../core/idempotency';
import { DomainError } from '../core/problem';
import { microsPerSecond } from '../core/time';
import type { StoredCredential } from '../store/directory-rows';
import { type CredentialView, credentialView } from './credential-view';
import type { DirectoryDeps } from './directory-deps';
import { requireLive, targetOf } from './own-credentials';

/**
 * A new token. The present one is accepted until the overlap is over, as are those before it; without overlap all of
 * them end at once.
 */
export function rotateCredential(
  id: string,
  { overlapSeconds }: { readonly overlapSeconds: number },
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<CredentialView & { readonly token?: string }> {
  const at = deps.now();
  const memberId = caller.member.id;
  const { token, hash } = newToken(memberId, deps);
  return deps.directory.changeCredentials(memberId, (record) => {
    const { found, all, held, limits, isDone } = targetOf(record, id, { caller, idempotency, at });
    if (isDone) return { value: credentialView(memberId, found, all, at) };
    requireLive(found, at);
    requireHeld(scopesHeld(found, all), held);
    requireWithin(found, limits);
    const retiring = overlapSeconds === 0 ? [] : retiringAfter(found, at, overlapSeconds);
    const tokenFrom = caller.credential.id;
    const change = { ...found, hash, tokenFrom, retiring, rotatedAt: at, mark: idempotency };
    return {
      changes: { change: [change], by: byOf(caller) },
      value: { ...credentialView(memberId, change, all, at), token },
    };
  });
}

function retiringAfter(found: StoredCredential, at: number, seconds: number) {
  const { hash, tokenFrom, retiring = [] } = found;
  const still = retiring.filter(({ endsAt }) => endsAt > at);
  if (still.length < credentialLimits.retiring) {
    return [
      ...still,
      { hash, endsAt: at + seconds * microsPerSecond, ...(tokenFrom && { tokenFrom }) },
    ];
  }
  const detail = `${still.length} earlier tokens of it are still accepted: wait for the end of one, or rotate with overlapSeconds 0, which ends them all.`;
  throw new DomainError('credential.rotating', detail);
}
