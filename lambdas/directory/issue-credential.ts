import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { newToken } from '../core/credential';
import {
  type Grant,
  pruned,
  requireExpiry,
  requireRoom,
  scopesGranted,
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
import { heldNow } from './own-credentials';

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
    const scopes = scopesGranted(request, heldNow(caller, credentials, at));
    return { ...request, scopes, grantedBy: credential.id };
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
  const grant = ({ member }: MemberRecord): GrantedRequest => {
    const isOperator = member.organisationClass === 'operator';
    const wanted = isOperator ? ({ role: 'operator' } as const) : request;
    const scopes = scopesGranted(wanted, scopesOfRole[wanted.role]);
    return { name: request.name, ...wanted, scopes };
  };
  return issue(memberId, grant, operator, idempotency, deps);
}

type GrantedRequest = CredentialRequest &
  Pick<StoredCredential, 'scopes'> & { readonly grantedBy?: string };

/** The token leaves in this answer and in no other, a repeat of the request included. */
async function issue(
  memberId: string,
  grant: (record: MemberRecord, at: number) => GrantedRequest,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<IssuedCredential> {
  const id = newId('credential', caller, idempotency, deps);
  const { token, hash } = newToken(memberId, deps);
  const createdAt = deps.now();
  return deps.directory.changeCredentials<IssuedCredential>(memberId, (record) => {
    if (record?.member.state !== 'active') throw notFound();
    const { credentials } = record;
    const viewOf = (one: StoredCredential) =>
      credentialView(memberId, one, [...credentials, one], createdAt);
    const standing = credentials.find((one) => one.id === id);
    if (standing)
      return { value: { created: false, value: viewOf(repeatOf(standing, idempotency)) } };
    const fields = fieldsOf(grant(record, createdAt), createdAt);
    requireRoom(credentials, createdAt);
    const add = { id, hash, createdAt, ...fields, ...fingerprintOf(idempotency) };
    const changes = { add, ...pruned(credentials, createdAt), by: byOf(caller) };
    return { changes, value: { created: true, value: { ...viewOf(add), token } } };
  });
}

function fieldsOf(request: GrantedRequest, nowMicros: number) {
  const { name, role, scopes, grantedBy, allowedFrom } = request;
  const expiresAt = request.expiresAt === undefined ? undefined : microsOf(request.expiresAt);
  if (expiresAt !== undefined) requireExpiry(expiresAt, nowMicros);
  return {
    ...{ name, role, scopes },
    ...(grantedBy && { grantedBy }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(allowedFrom && { allowedFrom: networks(allowedFrom) }),
  };
}

/** The contract has refused what is none. */
export function networks(allowedFrom: readonly string[]): string[] {
  return [...new Set(allowedFrom.flatMap((one) => canonicalNetwork(one) ?? []))];
}
