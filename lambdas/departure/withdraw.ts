import type { KeyObject } from 'node:crypto';
import type { Caller } from '../core/caller';
import { hashSecret, isSameHash, makeToken, parseToken } from '../core/credential';
import { DomainError, notFound } from '../core/problem';
import { isoTime } from '../core/time';
import type { DepartureStore } from '../store/departure-store';
import { type DecideDeps, decide, type Found } from './decide';
import { timeOrNull } from './standing-view';

export interface WithdrawDeps extends DecideDeps {
  readonly pepper: KeyObject;
  readonly random: (bytes: number) => Buffer;
}

/**
 * A member leaves for good. From now on its credentials are refused, a repeat of this very request too: should the
 * answer be lost, an operator sees how far it has come.
 */
export async function withdraw(
  {
    memberId,
    reason = 'withdrawn by the member',
  }: { memberId: string; reason?: string | undefined },
  caller: Caller,
  deps: WithdrawDeps,
) {
  if (memberId !== caller.member.id) {
    const detail = 'Name your own id, which GET /v1/me tells, to say that you mean it.';
    throw new DomainError('field.invalid', detail, { pointer: '/memberId' });
  }
  const { key, hash: reportHash } = reportKey(memberId, deps);
  const wanted = { state: 'withdrawn', reason, reportHash } as const;
  const judge = ({ member }: Found) => {
    // Whoever was shut out between being let in and being heard destroys nothing any more.
    if (member.state === 'active') return wanted;
    throw new DomainError('credential.invalid', 'A valid credential is required.');
  };
  const { standing } = await decide(memberId, judge, caller, undefined, deps);
  const withdrawnAt = isoTime(standing?.changedAt ?? deps.now());
  return { memberId, withdrawnAt, report: `/v1/withdrawals/${key}` };
}

/** In an address a `.` stands for the `|` of a token. */
function reportKey(memberId: string, { pepper, random }: WithdrawDeps) {
  const token = makeToken(memberId, random(32));
  const parsed = parseToken(token);
  if (!parsed) throw new Error('a key that was just made does not parse');
  return { key: token.replace('|', '.'), hash: hashSecret(pepper, parsed) };
}

export interface ReadWithdrawalDeps {
  readonly departures: Pick<DepartureStore, 'readStanding'>;
  readonly pepper: KeyObject;
}

/** How a withdrawal goes, to whoever has its key. */
export async function readWithdrawal(key: string, { departures, pepper }: ReadWithdrawalDeps) {
  const token = parseToken(key.replace('.', '|'));
  const standing = token && (await departures.readStanding(token.memberId));
  const { reportHash } = standing ?? {};
  if (!token || !standing || !reportHash) throw notFound();
  if (!isSameHash(reportHash, hashSecret(pepper, token))) throw notFound();
  const swept = standing.swept?.goal === 'retract' ? standing.swept : undefined;
  const { memberships = 0, credentials = 0 } = standing.leaves ?? {};
  return {
    memberId: token.memberId,
    withdrawnAt: isoTime(standing.changedAt),
    endedAt: timeOrNull(swept?.endedAt),
    retracted: swept?.descriptors ?? null,
    ...{ memberships, credentials },
  };
}
