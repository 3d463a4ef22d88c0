import type { KeyObject } from 'node:crypto';
import type { Caller } from '../core/caller';
import { hashSecret, parseToken } from '../core/credential';
import { accepts, type Credential, isLive, scopesHeld } from '../core/credential-rules';
import { isWithin } from '../core/network';
import { DomainError } from '../core/problem';
import { type Clock, microsPerSecond } from '../core/time';
import type { AudiencesOf } from '../core/visibility';
import type { MemberRecord } from '../store/directory-rows';
import type { DirectoryStore } from '../store/directory-store';
import type { InForce } from './governance';

export interface AuthenticateDeps {
  readonly directory: Pick<DirectoryStore, 'readMember'>;
  readonly inForce: InForce;
  readonly pepper: KeyObject;
  readonly audiencesOf: AudiencesOf;
  readonly now: Clock;
}

/** How long a read may go by what was read before: a revocation is felt within it. */
const cachedMicros = 30 * microsPerSecond;
const cachedMembers = 1000;

export interface Circumstances {
  readonly isRead: boolean;
  readonly takesBasic: boolean;
  readonly sourceIp: string;
}

export type Authenticate = (
  header: string | undefined,
  circumstances: Circumstances,
) => Promise<Caller>;

/** Tells who calls, by one strong read of the Directory; a write never goes by a cached one. */
export function authenticator(deps: AuthenticateDeps): Authenticate {
  const { directory, inForce, pepper, audiencesOf, now } = deps;
  const cache = new Map<string, { readonly record: MemberRecord; readonly at: number }>();

  function remembered(memberId: string): MemberRecord | undefined {
    const cached = cache.get(memberId);
    const age = now() - (cached?.at ?? 0);
    // What is from the future was read before the clock was set back, nobody knows how long ago.
    return age >= 0 && age < cachedMicros ? cached?.record : undefined;
  }

  async function read(memberId: string): Promise<MemberRecord | undefined> {
    cache.delete(memberId);
    // Of when it was asked: what changes while a slow answer is on its way must be felt as soon.
    const at = now();
    const record = await directory.readMember(memberId);
    if (record) {
      if (cache.size >= cachedMembers) cache.clear();
      cache.set(memberId, { record, at });
    }
    return record;
  }

  function acceptedIn(record: MemberRecord | undefined, { hash, sourceIp }: Presented) {
    const [credential] = record?.credentials.filter((one) => accepts(one, hash, now())) ?? [];
    if (!record || !credential || record.member.state !== 'active') return undefined;
    return isAccepted(credential, sourceIp, now()) ? { record, credential } : undefined;
  }

  return async (header, { isRead, takesBasic, sourceIp }) => {
    const basic = takesBasic ? basicToken(header) : undefined;
    const token = parseToken(basic ?? bearerToken(header));
    if (!token) throw unauthorized();
    const presented = { hash: hashSecret(pepper, token), sourceIp };
    const known = isRead ? acceptedIn(remembered(token.memberId), presented) : undefined;
    // A credential that is newer than what is remembered is looked up, not refused.
    const accepted = known ?? acceptedIn(await read(token.memberId), presented);
    if (!accepted) throw unauthorized();
    const { member, credentials } = accepted.record;
    const { id, role, expiresAt, allowedFrom } = accepted.credential;
    // Only for whom is let in: a stranger costs one read, and pushes nobody out of the cache.
    const governance = await inForce(member.id);
    const scopes = scopesHeld(accepted.credential, credentials);
    if (basic !== undefined && scopes.some((scope) => scope !== 'read')) throw notOverBasic();
    const audiences = audiencesOf(member, governance.policy);
    const credential = { id, role, expiresAt, allowedFrom };
    return { member, credential, scopes, audiences, governance };
  };
}

function bearerToken(header = ''): string {
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '';
}

/** The member's id is the name, the secret the password. */
function basicToken(header = ''): string | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header) ?? [];
  return encoded && Buffer.from(encoded, 'base64').toString('utf8').replace(':', '|');
}

/** What fetches lists keeps its password in the open. */
function notOverBasic(): DomainError {
  return new DomainError(
    'credential.scope',
    'Over HTTP Basic a credential is taken that can only read: issue one with the role reader.',
  );
}

interface Presented {
  readonly hash: string;
  readonly sourceIp: string;
}

/** Neither revoked nor expired, and from where it may come. */
function isAccepted(credential: Credential, sourceIp: string, nowMicros: number): boolean {
  const { allowedFrom } = credential;
  return (
    isLive(credential, nowMicros) && (allowedFrom === undefined || isWithin(allowedFrom, sourceIp))
  );
}

/** One answer for missing, malformed, revoked and foreign: which it was is nobody's business. */
function unauthorized(): DomainError {
  return new DomainError('credential.invalid', 'A valid credential is required.');
}
