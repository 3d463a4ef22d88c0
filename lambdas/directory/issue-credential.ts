import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { newToken } from '../core/credential';
import { type GrantedLimits, limitsGranted } from '../core/credential-limits';
import { pruned } from '../core/credential-lineage';
import {
  type Grant,
  requireExpiry,
  requireRoom,
  scopesGranted,
  scopesHeld,
} from '../core/credential-rules';
import type { Idempotency } from '../core/idempotency';
import { scopesOfRole } from '../core/member';
import { canonicalNetwork } from '../core/network';
import { type Created, fingerprintOf, newId, repeatOf } from '../core/new-object';
import { notFound } from '../core/problem';
import { microsOf } from '../core/time';
import type { MemberRecord, StoredCredential } from '../store/directory-rows';
import { type CredentialView, credentialView } from './credential-view';
import type { DirectoryDeps } from './directory-deps';
import { giverNow } from './own-credentials';

export interface CredentialRequest extends Grant {
  readonly name: string;
  readonly expiresAt?: string | undefined;
  readonly allowedFrom?: readonly string[] | undefined;
}

export type IssuedCredential = Created<CredentialView & { readonly token?: string }>;

/** A credential of the caller's own member, with no more than the caller holds. */
export function issueCredential(
  request: CredentialRequest,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<IssuedCredential> {
  const { member, credential } = caller;
  const grant = ({ credentials }: MemberRecord, at: number): GrantedRequest => {
    const giver = giverNow(caller, credentials, at);
    const scopes = scopesGranted(request, scopesHeld(giver, credentials));
    const limits = limitsGranted(limitsAsked(request, at), giver);
    return { name: request.name, role: request.role, scopes, grantedBy: credential.id, limits };
  };
  return issue(member.id, grant, caller, idempotency, deps);
}

/** The operator's way to a member's first credential. One of an operator's member is for operating, whatever is asked. */
export function issueMemberCredential(
  memberId: string,
  request: CredentialRequest,
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<IssuedCredential> {
  const grant = (record: MemberRecord, at: number): GrantedRequest => {
    if (record.member.organisationClass === 'operator') {
      return operatorsGrant(request, record, operator, at);
    }
    const { name, role } = request;
    const scopes = scopesGranted(request, scopesOfRole[role]);
    return { name, role, scopes, limits: limitsAsked(request, at) };
  };
  return issue(memberId, grant, operator, idempotency, deps);
}

/** Whoever operates for a time, or from somewhere, makes nobody an operator for longer or from elsewhere. */
function operatorsGrant(
  { name, ...request }: CredentialRequest,
  { member, credentials }: MemberRecord,
  operator: Caller,
  at: number,
): GrantedRequest {
  const role = 'operator' as const;
  const limits = limitsGranted(limitsAsked({ name, ...request }, at), operator.credential);
  const scopes = scopesGranted({ role }, operator.scopes);
  if (member.id !== operator.member.id) return { name, role, scopes, limits };
  const { id: grantedBy } = giverNow(operator, credentials, at);
  return { name, role, scopes, grantedBy, limits };
}

interface GrantedRequest extends Pick<StoredCredential, 'name' | 'role' | 'scopes'> {
  readonly grantedBy?: string;
  readonly limits: GrantedLimits;
}

/** The token leaves in this answer and in no other, a repeat of the request included. */
async function issue(
  memberId: string,
  grant: (record: MemberRecord, at: number) => GrantedRequest,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<IssuedCredential> {
  const id = newId('credential', caller, idempotency, deps);
  const createdAt = deps.now();
  return deps.directory.changeCredentials<IssuedCredential>(memberId, (record) => {
    if (record?.member.state !== 'active') throw notFound();
    const { credentials } = record;
    const viewOf = (one: StoredCredential) =>
      credentialView(memberId, one, [...credentials, one], createdAt);
    const standing = credentials.find((one) => one.id === id);
    if (standing)
      return { value: { created: false, value: viewOf(repeatOf(standing, idempotency)) } };
    const { limits, ...granted } = grant(record, createdAt);
    requireRoom(credentials, createdAt);
    const { token, hash } = newToken(memberId, deps);
    const tokenFrom = caller.credential.id;
    const fields = { ...granted, ...limits, ...fingerprintOf(idempotency) };
    const add = { id, hash, tokenFrom, createdAt, ...fields };
    const changes = { add, ...pruned(credentials, createdAt), by: byOf(caller) };
    return { changes, value: { created: true, value: { ...viewOf(add), token } } };
  });
}

function limitsAsked(request: CredentialRequest, nowMicros: number): GrantedLimits {
  const expiresAt = request.expiresAt === undefined ? undefined : microsOf(request.expiresAt);
  if (expiresAt !== undefined) requireExpiry(expiresAt, nowMicros);
  const { allowedFrom } = request;
  return {
    ...(expiresAt !== undefined && { expiresAt }),
    ...(allowedFrom && { allowedFrom: networks(allowedFrom) }),
  };
}

/** The contract has refused what is none. */
export function networks(allowedFrom: readonly string[]): string[] {
  return [...new Set(allowedFrom.flatMap((one) => canonicalNetwork(one) ?? []))];
}
