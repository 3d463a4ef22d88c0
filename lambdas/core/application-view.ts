import {
  type Application,
  type ApplicationState,
  applicant,
  isLapsed,
  proofUntil,
} from './application';
import { challengeRecord } from './domain-proof';
import { isoTime } from './time';

export interface NextStep {
  readonly action: string;
  /** ISO time until which, or at which to expect it. */
  readonly by: string | null;
}

/** An application as its applicant sees it. */
export function applicantView(one: Application, nowMicros: number) {
  const { id, organisation, domain, checks, said } = one;
  return {
    id,
    state: shownState(one, nowMicros),
    ...{ organisation, domain, checks },
    challenge: challengeRecord(one),
    agreement: { version: one.agreement.version, acceptedAt: one.agreement.acceptedAt },
    said: said.map(({ at, from, what, text }) => ({ at, from, what, text })),
    next: nextStep(one, nowMicros),
    createdAt: isoTime(one.createdAt),
  };
}

/** The same as the operator sees it: all that it decides on, and nothing that opens the status page. */
export function operatorView(one: Application, nowMicros: number) {
  const { id, agreement, policyVersion, checks, said, version } = one;
  const { decisionDueAt, memberId, claimUntil } = one;
  return {
    id,
    state: shownState(one, nowMicros),
    ...applicant.parse(one),
    ...{ agreement, policyVersion, checks, said },
    createdAt: isoTime(one.createdAt),
    ...(decisionDueAt === undefined ? {} : { decisionDueAt: isoTime(decisionDueAt) }),
    ...(memberId === undefined ? {} : { memberId }),
    ...(claimUntil === undefined ? {} : { claimUntil: isoTime(claimUntil) }),
    version,
  };
}

function shownState(one: Application, nowMicros: number) {
  return isLapsed(one, nowMicros) ? ('lapsed' as const) : one.state;
}

const actions = {
  proving: 'Set the TXT record of `challenge` in your DNS, then POST to …/proof.',
  reviewing: 'Wait for the decision of the operator.',
  asked: 'Answer what the operator asks: POST to …/answers.',
  approved: 'Fetch your first credential: POST to …/claim. It is shown once.',
  claimed: 'You are a member: go on with your credential.',
  declined: 'The operator declined, and says why. You may apply again when that has changed.',
  refused:
    'See the check that failed and its way on, then apply again. The operator may make an exception, which is shown here.',
} as const;

/** What to do next, and when. */
export function nextStep(one: Application, nowMicros: number): NextStep {
  if (isLapsed(one, nowMicros)) {
    return { action: 'The time to prove the domain is over: apply again.', by: null };
  }
  if (one.state === 'approved' && nowMicros >= (one.claimUntil ?? 0)) {
    return { action: 'The time to claim is over: ask the operator to renew it.', by: null };
  }
  const until: Partial<Record<ApplicationState, number | undefined>> = {
    proving: proofUntil(one),
    reviewing: one.decisionDueAt,
    approved: one.claimUntil,
  };
  const by = until[one.state];
  return { action: actions[one.state], by: by === undefined ? null : isoTime(by) };
}
