import type { Caller } from './caller';
import { DomainError } from './problem';
import { isoTime, microsOf, microsPerDay } from './time';

type Asked = Pick<Caller, 'governance'> & { readonly member: Pick<Caller['member'], AskedOf> };
type AskedOf = 'organisationClass' | 'agreed';

/** The operator agrees with nobody but itself. */
export function isAgreementDue({ member, governance }: Asked): boolean {
  const { organisationClass, agreed } = member;
  return organisationClass !== 'operator' && (agreed?.version ?? 0) < governance.agreement.version;
}

/** From when on a member that has not accepted says nothing new; microseconds. What came with the exchange refuses nobody. */
export function refusedFrom({ governance }: Pick<Asked, 'governance'>): number | undefined {
  const { agreement, policy } = governance;
  const { graceDays } = policy.agreement;
  if (graceDays === null || agreement.publishedAt === null) return undefined;
  return microsOf(agreement.publishedAt) + graceDays * microsPerDay;
}

/** Before anything new is said. To narrow and to take back is always free. */
export function requireAgreed(caller: Asked, nowMicros: number): void {
  const from = refusedFrom(caller);
  if (from === undefined || nowMicros < from || !isAgreementDue(caller)) return;
  const { version } = caller.governance.agreement;
  throw new DomainError(
    'agreement.not_accepted',
    'There is a new version of the agreement, and the time to accept it is over: an administrator of yours reads GET /v1/agreement and sends its version to POST /v1/me/agreement.',
    { extra: { currentVersion: version, refusedFrom: isoTime(from) } },
  );
}
