import { notFound } from '../core/problem';
import { credentialView } from './credential-view';
import type { CredentialDeps } from './directory-deps';

/** A member's credentials, the newest first, each with the day on which it was used last. */
export async function listCredentials(
  memberId: string,
  { directory, uses, now }: Pick<CredentialDeps, 'directory' | 'uses' | 'now'>,
) {
  const record = await directory.readMember(memberId);
  if (!record) throw notFound();
  const lastDays = await uses.lastDays(memberId);
  const newestFirst = [...record.credentials].sort((a, b) => b.createdAt - a.createdAt);
  const credentials = newestFirst.map((one) => ({
    ...credentialView(memberId, one, record.credentials, now()),
    lastUsedDay: lastDays.get(one.id) ?? null,
  }));
  return { credentials };
}
