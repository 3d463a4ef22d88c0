import { agreementHash, staleAgreement } from '../core/agreement';
import { isAgreementDue, refusedFrom } from '../core/agreement-due';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import { type Clock, isoTime } from '../core/time';
import type { AgreementStore } from '../store/agreement-store';
import type { DirectoryStore } from '../store/directory-store';

export interface AcceptDeps {
  readonly agreements: Pick<AgreementStore, 'readCurrent'>;
  readonly directory: Pick<DirectoryStore, 'agree' | 'readProfile'>;
  readonly now: Clock;
}

/** Records that the caller's organisation agrees to the text in force. What it agreed to first stays recorded as it was. */
export async function acceptAgreement(version: number, caller: Caller, deps: AcceptDeps) {
  if (caller.member.organisationClass === 'operator') {
    const detail = 'The operator puts the agreement in force; it is the members who accept it.';
    throw new DomainError('member.is_operator', detail);
  }
  const agreement = await deps.agreements.readCurrent();
  if (agreement.version !== version) throw staleAgreement(agreement.version);
  const { id } = caller.member;
  const acceptedAt = isoTime(deps.now());
  const sha256 = agreementHash(agreement);
  const accepted = { version, sha256, acceptedAt, acceptedBy: caller.credential.id };
  await deps.directory.agree(id, accepted, byOf(caller));
  const governance = { ...caller.governance, agreement };
  return agreementStanding({ ...caller, governance }, deps);
}

/** Which version a member has agreed to, as it is now and not as a cache has it, and whether one is due. */
export async function agreementStanding(
  caller: Caller,
  { directory }: Pick<AcceptDeps, 'directory'>,
) {
  const profile = await directory.readProfile(caller.member.id);
  const asked = { ...caller, member: { ...caller.member, agreed: profile?.agreed } };
  const { version, publishedAt } = caller.governance.agreement;
  const from = refusedFrom(caller);
  return {
    current: { version, publishedAt },
    accepted: profile?.agreed ?? null,
    isDue: isAgreementDue(asked),
    refusedFrom: from === undefined ? null : isoTime(from),
  };
}
