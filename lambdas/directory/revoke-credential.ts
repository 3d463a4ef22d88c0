import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { hashSecret, isSameHash, parseToken } from '../core/credential';
import { descendantsOf } from '../core/credential-lineage';
import { accepts, isLive, requireAdministrator } from '../core/credential-rules';
import { notFound } from '../core/problem';
import type { StoredCredential } from '../store/directory-rows';
import type { DirectoryDeps } from './directory-deps';
import { targetOf } from './own-credentials';

type RevokeDeps = Pick<DirectoryDeps, 'directory' | 'now'>;

/**
 * Revokes one of the caller's own member's credentials, as long as another administers the member. One that leaked
 * takes with it what it gave, also if it has ended before. Answers which have ended by it.
 */
export function revokeCredential(
  id: string,
  { isLeaked }: { readonly isLeaked: boolean },
  caller: Caller,
  { directory, now }: RevokeDeps,
): Promise<readonly string[]> {
  const at = now();
  return directory.changeCredentials(caller.member.id, (record) => {
    const { found, all } = targetOf(record, id, { caller, at });
    const change = endedWith(found, all, isLeaked, at);
    const ids = change.map((one) => one.id);
    if (change.length === 0) return { value: ids };
    const after = all.map((one) => change.find((changed) => changed.id === one.id) ?? one);
    requireAdministrator(caller.member, after, at);
    return { changes: { change, by: byOf(caller) }, value: ids };
  });
}

/** The operator revokes a member's last one too, but not its own. */
export async function revokeMemberCredential(
  memberId: string,
  id: string,
  how: { readonly isLeaked: boolean },
  operator: Caller,
  deps: RevokeDeps,
): Promise<readonly string[]> {
  if (memberId === operator.member.id) return revokeCredential(id, how, operator, deps);
  const { directory, now } = deps;
  if (how.isLeaked) return endLeaked(memberId, id, operator, deps);
  const isThere = await directory.revokeCredential(memberId, id, now(), byOf(operator));
  if (!isThere) throw notFound();
  return [id];
}

function endLeaked(
  memberId: string,
  id: string,
  operator: Caller,
  { directory, now }: RevokeDeps,
): Promise<readonly string[]> {
  const at = now();
  return directory.changeCredentials(memberId, (record) => {
    const all = record?.credentials ?? [];
    const found = all.find((one) => one.id === id);
    if (!found) throw notFound();
    const change = endedWith(found, all, true, at);
    const value = change.map((one) => one.id);
    return change.length > 0 ? { changes: { change, by: byOf(operator) }, value } : { value };
  });
}

/**
 * Ends a token by possession, be it the last that administers its member, with all that its credential gave. One that
 * was replaced already ends without its credential, unless that one replaced it by itself: whoever found it may have
 * the new one. Nobody is told whether there was one.
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
    if (!found) return { value: undefined };
    const change = endedByReport(found, hash, all, at);
    return change.length > 0 ? { changes: { change }, value: undefined } : { value: undefined };
  });
}

function endedByReport(
  found: StoredCredential,
  hash: string,
  all: readonly StoredCredential[],
  at: number,
): StoredCredential[] {
  const isPresent = isSameHash(found.hash, hash);
  const ended = endedWith(found, all, true, at);
  if (isPresent || found.tokenFrom === found.id || !isLive(found, at)) return ended;
  const retiring = (found.retiring ?? []).filter((one) => !isSameHash(one.hash, hash));
  return [{ ...found, retiring }, ...ended.filter(({ id }) => id !== found.id)];
}

/** What ends with a credential: itself and, if it leaked, what it gave. Those that were revoked before are left out. */
function endedWith(
  found: StoredCredential,
  all: readonly StoredCredential[],
  isLeaked: boolean,
  at: number,
): StoredCredential[] {
  const given = isLeaked ? descendantsOf(found.id, all) : [];
  const ended = [
    { ...found, revokedAt: at },
    ...given.map((one) => ({ ...one, revokedAt: at, revokedWith: found.id })),
  ];
  const over = new Set(all.filter((one) => one.revokedAt !== undefined).map(({ id }) => id));
  return ended.filter(({ id }) => !over.has(id));
}
