import type { KeyObject } from 'node:crypto';
import type { Caller } from '../core/caller';
import { hashSecret, makeToken, parseToken } from '../core/credential';
import type { Idempotency } from '../core/idempotency';
import { type OrganisationClass, type Role, type Scope, scopesOfRole } from '../core/member';
import { type Created, fingerprintOf, type NewIdDeps, newId, repeatOf } from '../core/new-object';
import { notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { Profile, StoredCredential } from '../store/directory-rows';
import type { DirectoryStore } from '../store/directory-store';

export interface DirectoryDeps extends NewIdDeps {
  readonly directory: DirectoryStore;
  readonly pepper: KeyObject;
}

type MemberView = Omit<Profile, 'fingerprint'>;

export async function createMember(
  request: { readonly name: string; readonly organisationClass: OrganisationClass },
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
): Promise<Created<MemberView>> {
  const id = newId('member', operator, idempotency, deps);
  const view = { id, ...request, state: 'active' } as const;
  const profile = { ...view, ...fingerprintOf(idempotency) };
  if (await deps.directory.addProfile(profile)) return { created: true, value: view };
  const { fingerprint: _, ...standing } = repeatOf(
    await deps.directory.readProfile(id),
    idempotency,
  );
  return { created: false, value: standing };
}

const membersPerPage = 100;

export async function listMembers(
  after: string | undefined,
  { directory }: Pick<DirectoryDeps, 'directory'>,
) {
  const profiles = await directory.listProfiles(after, membersPerPage);
  const members = profiles.map(({ fingerprint: _, ...view }) => view);
  const isLast = members.length < membersPerPage;
  return { members, next: isLast ? null : (members.at(-1)?.id ?? null) };
}

/** What a credential is to hold: of its role everything, unless less is asked for. */
export interface Grant {
  readonly role: Role;
  readonly scopes?: readonly Scope[] | undefined;
}

/** A credential whose secret leaves in this answer and in no other. */
export async function issueCredential(
  request: Grant & { readonly memberId: string },
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DirectoryDeps,
) {
  const { memberId } = request;
  const profile = await deps.directory.readProfile(memberId);
  if (profile?.state !== 'active') throw notFound();
  const isOperator = profile.organisationClass === 'operator';
  const id = newId('credential', operator, idempotency, deps);
  // An operator's credential is for operating, whatever is asked for.
  const grant = isOperator ? ({ role: 'operator' } as const) : request;
  const { token, credential } = newCredential({ id, memberId }, grant, deps);
  const stored = { ...credential, ...fingerprintOf(idempotency) };
  if (await deps.directory.addCredential(memberId, stored)) {
    return { created: true, value: { ...credentialView(memberId, credential), token } };
  }
  const standing = repeatOf(await deps.directory.readCredential(memberId, id), idempotency);
  return { created: false, value: credentialView(memberId, standing) };
}

export function newCredential(
  { id, memberId }: { readonly id: string; readonly memberId: string },
  { role, scopes = scopesOfRole[role] }: Grant,
  { pepper, random, now }: Pick<DirectoryDeps, 'pepper' | 'random' | 'now'>,
): { readonly token: string; readonly credential: StoredCredential } {
  const token = makeToken(memberId, random(32));
  const parsed = parseToken(token);
  if (!parsed) throw new Error('a token that was just made does not parse');
  const hash = hashSecret(pepper, parsed);
  const held = [...new Set(scopes)].filter((scope) => scopesOfRole[role].includes(scope));
  return { token, credential: { id, hash, role, scopes: held, createdAt: now() } };
}

export async function revokeCredential(
  memberId: string,
  credentialId: string,
  { directory, now }: DirectoryDeps,
): Promise<void> {
  const isThere = await directory.revokeCredential(memberId, credentialId, now());
  if (!isThere) throw notFound();
}

function credentialView(
  memberId: string,
  { id, role, scopes, createdAt }: Pick<StoredCredential, 'id' | 'role' | 'scopes' | 'createdAt'>,
) {
  return { id, memberId, role, scopes, createdAt: isoTime(createdAt) };
}
