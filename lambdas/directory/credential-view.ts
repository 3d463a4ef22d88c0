import { type Credential, scopesHeld } from '../core/credential-rules';
import { isoTime } from '../core/time';

export type CredentialView = ReturnType<typeof credentialView>;

/** A credential as its member is shown it: with nothing of its secret. */
export function credentialView(
  memberId: string,
  credential: Credential,
  all: readonly Credential[],
  nowMicros: number,
) {
  const { id, name, role, grantedBy, allowedFrom, createdAt } = credential;
  const { rotatedAt, expiresAt, revokedAt, revokedWith } = credential;
  const retiring = (credential.retiring ?? []).filter(({ endsAt }) => endsAt > nowMicros);
  return {
    ...{ id, memberId, name, role },
    scopes: scopesHeld(credential, all),
    ...(grantedBy && { grantedBy }),
    createdAt: isoTime(createdAt),
    ...(rotatedAt && { rotatedAt: isoTime(rotatedAt) }),
    ...(expiresAt && { expiresAt: isoTime(expiresAt) }),
    ...(revokedAt && { revokedAt: isoTime(revokedAt) }),
    ...(revokedWith && { revokedWith }),
    ...(allowedFrom && { allowedFrom }),
    ...(retiring.length && { retiring: retiring.map((one) => ({ endsAt: isoTime(one.endsAt) })) }),
  };
}
