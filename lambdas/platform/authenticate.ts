import type { KeyObject } from 'node:crypto';
import { hashSecret, isSameHash, parseToken } from '../core/credential';
import type { Caller } from '../core/member';
import { DomainError } from '../core/problem';
import { type Clock, microsPerSecond } from '../core/time';
import type { AudiencesOf } from '../core/visibility';
import type { DirectoryStore, MemberRecord } from '../store/directory-store';

export interface AuthenticateDeps {
  readonly directory: Pick<DirectoryStore, 'readMember'>;
  readonly pepper: KeyObject;
  readonly audiencesOf: AudiencesOf;
  readonly now: Clock;
}

/** How long a read may go by what was read before: a revocation is felt within it. */
const cachedMicros = 30 * microsPerSecond;
const cachedMembers = 1000;

export type Authenticate = (header: string | undefined, isRead: boolean) => Promise<Caller>;

/** Tells who calls, by one strong read of the Directory; a write never goes by a cached one. */
export function authenticator(deps: AuthenticateDeps): Authenticate {
  const { directory, pepper, audiencesOf, now } = deps;
  const cache = new Map<string, { readonly record: MemberRecord; readonly at: number }>();

  function remembered(memberId: string): MemberRecord | undefined {
    const cached = cache.get(memberId);
    const age = now() - (cached?.at ?? 0);
    // What is from the future was read before the clock was set back, nobody knows how long ago.
    return age >= 0 && age < cachedMicros ? cached?.record : undefined;
  }

  async function read(memberId: string): Promise<MemberRecord | undefined> {
    cache.delete(memberId);
    const record = await directory.readMember(memberId);
    if (record) {
      if (cache.size >= cachedMembers) cache.clear();
      cache.set(memberId, { record, at: now() });
    }
    return record;
  }

  function callerOf(record: MemberRecord | undefined, hash: string): Caller | undefined {
    const live = (record?.credentials ?? []).filter(({ revokedAt }) => revokedAt === undefined);
    const [credential] = live.filter((candidate) => isSameHash(candidate.hash, hash));
    if (!record || !credential || record.member.state !== 'active') return undefined;
    const { member } = record;
    return { member, scopes: credential.scopes, audiences: audiencesOf(member) };
  }

  return async (header, isRead) => {
    const [, text = ''] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
    const token = parseToken(text);
    if (!token) throw unauthorized();
    const hash = hashSecret(pepper, token);
    const known = isRead ? callerOf(remembered(token.memberId), hash) : undefined;
    // A credential that is newer than what is remembered is looked up, not refused.
    const caller = known ?? callerOf(await read(token.memberId), hash);
    if (!caller) throw unauthorized();
    return caller;
  };
}

/** One answer for missing, malformed, revoked and foreign: which it was is nobody's business. */
function unauthorized(): DomainError {
  return new DomainError('credential.invalid', 'A valid credential is required.');
}
