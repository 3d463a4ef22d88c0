import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { hashSecret, isSameHash, parseToken } from '../core/credential';
import { accepts, isLive, requireAdministrator } from '../core/credential-rules';
import { notFound } from '../core/problem';
import type { StoredCredential } from '../store/directory-rows';
import type { DirectoryDeps } from './directory-deps';
import { targetOf } from './own-credentials';

type RevokeDeps = Pick<DirectoryDeps, 'directory' | 'now'>;

/** Revokes one of the caller's own member's credentials, as long as another administers the member. */
export function revokeCredential(
  id: string,
  caller: Caller,
  { directory, now }: RevokeDeps,
): Promise<void> {
  const at = now();
  return directory.changeCredentials(caller.member.id, (record) => {
    const { found, all } = targetOf(record, id, { caller, at });
    if (found.revokedAt !== undefined) return { value: undefined };
    const change = { ...found, revokedAt: at };
    const after = all.map((one) => (one.id === id ? change : one));
    requireAdministrator(caller.member, after, at);
    return { changes: { change: [change], by: byOf(caller) }, value: undefined };
  });
}

/** The operator revokes a member's last one too, but not its own. */
export async function revokeMemberCredential(
  memberId: string,
  id: string,
  operator: Caller,
  deps: RevokeDeps,
): Promise<void> {
  if (memberId === operator.member.id) return revokeCredential(id, operator, deps);
  const isThere = await deps.directory.revokeCredential(memberId, id, deps.now(), byOf(operator));
  if (!isThere) throw notFound();
}

/**
 * Ends a token by possession, be it the last that administers its member. The present token ends its credential; one
 * that was replaced already ends alone. Nobody is told whether there was one.
 */
export async function reportLeak(
  text: string,
  { directory, pepper, now }: RevokeDeps & Pick<DirectoryDeps, 'pepper'>,
): Promise<void> {
  const token = parseToken(text.trim());
  if (!token) return;
  const hash = hashSecret(pepper, token);
  const at = now();
  await directory.changeCredentials(token.memberId, (record) => {
    const all = record?.credentials ?? [];
    const [found] = all.filter((one) => accepts(one, hash, at));
    if (!found || !isLive(found, at)) return { value: undefined };
    return { changes: { change: [withoutToken(found, hash, at)] }, value: undefined };
  });
}

function withoutToken(found: StoredCredential, hash: string, at: number): StoredCredential {
  if (isSameHash(found.hash, hash)) return { ...found, revokedAt: at };
  const retiring = (found.retiring ?? []).filter((one) => !isSameHash(one.hash, hash));
  return { ...found, retiring };
}
