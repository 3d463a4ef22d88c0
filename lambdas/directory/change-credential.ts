import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { requireLimitsChange } from '../core/credential-limits';
import { requireAdministrator, requireExpiry, scopesGranted } from '../core/credential-rules';
import type { Idempotency } from '../core/idempotency';
import type { Role, Scope } from '../core/member';
import { microsOf } from '../core/time';
import type { StoredCredential } from '../store/directory-rows';
import { type CredentialView, credentialView } from './credential-view';
import type { DirectoryDeps } from './directory-deps';
import { networks } from './issue-credential';
import { requireLive, type Target, targetOf } from './own-credentials';

export interface CredentialPatch {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly expiresAt?: string | null | undefined;
  readonly allowedFrom?: readonly string[] | null | undefined;
}

/** Changes what is named. Rights that are given anew are given by the caller, and are no more than its own. */
export function changeCredential(
  id: string,
  patch: CredentialPatch,
  caller: Caller,
  idempotency: Idempotency | undefined,
  { directory, now }: Pick<DirectoryDeps, 'directory' | 'now'>,
): Promise<CredentialView> {
  const at = now();
  const memberId = caller.member.id;
  return directory.changeCredentials(memberId, (record) => {
    const target = targetOf(record, id, { caller, idempotency, at });
    const { found, all } = target;
    if (target.isDone) return { value: credentialView(memberId, found, all, at) };
    requireLive(found, at);
    const change: StoredCredential = {
      ...found,
      ...rightsAfter(target, patch, caller),
      ...limitsAfter(target, patch, at),
      name: patch.name ?? found.name,
      mark: idempotency,
    };
    const after = all.map((one) => (one.id === id ? change : one));
    requireAdministrator(caller.member, after, at);
    const changes = { change: [change], by: byOf(caller) };
    return { changes, value: credentialView(memberId, change, after, at) };
  });
}

function rightsAfter({ found, held }: Target, patch: CredentialPatch, { credential }: Caller) {
  if (patch.role === undefined && patch.scopes === undefined) return {};
  const role = patch.role ?? found.role;
  return {
    role,
    scopes: scopesGranted({ role, scopes: patch.scopes }, held),
    // It can't be bound by itself: what it gives itself is no more than it holds.
    grantedBy: credential.id === found.id ? found.grantedBy : credential.id,
  };
}

function limitsAfter({ found, limits }: Target, patch: CredentialPatch, nowMicros: number) {
  const after = limitsAsked(found, patch, nowMicros);
  requireLimitsChange(found, after, limits);
  return after;
}

function limitsAsked(found: StoredCredential, patch: CredentialPatch, nowMicros: number) {
  const expiresAt = patch.expiresAt === undefined ? found.expiresAt : endOf(patch.expiresAt);
  if (expiresAt !== undefined && expiresAt !== found.expiresAt) requireExpiry(expiresAt, nowMicros);
  const { allowedFrom } = patch;
  if (allowedFrom === undefined) return { expiresAt, allowedFrom: found.allowedFrom };
  return { expiresAt, allowedFrom: allowedFrom === null ? undefined : networks(allowedFrom) };
}

function endOf(iso: string | null): number | undefined {
  return iso === null ? undefined : microsOf(iso);
}
