import { judgeApplicant, passed } from '../core/admission';
import {
  type Application,
  type ApplicationState,
  type CheckName,
  claimUntil,
  type DecisionKind,
  hasPassed,
  rechecked,
} from '../core/application';
import { operatorView } from '../core/application-view';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { DomainError, notFound } from '../core/problem';
import { isoTime, nextVersion } from '../core/time';
import type { Along } from '../store/application-store';
import { staleApplication, wrongState } from './find-application';
import type { JoiningDeps } from './joining-deps';

export interface Decision {
  readonly decision: DecisionKind;
  readonly version: number;
  /** For the applicant to read. */
  readonly reason?: string | undefined;
  readonly overrides: readonly { readonly check: CheckName; readonly reason: string }[];
}

export type DecideDeps = Pick<JoiningDeps, 'applications' | 'makeId' | 'now'>;

/** Where each decision can be taken. The operator may make an exception for whom the policy refused. */
const from: Readonly<Record<DecisionKind, readonly ApplicationState[]>> = {
  approve: ['proving', 'reviewing', 'asked', 'refused'],
  decline: ['proving', 'reviewing', 'asked', 'refused'],
  ask: ['proving', 'reviewing', 'asked'],
  renew: ['approved'],
};

/** Takes a decision on the version that was read. An approval makes the member at once. */
export async function decideApplication(
  id: string,
  decision: Decision,
  operator: Caller,
  idempotency: Idempotency | undefined,
  deps: DecideDeps,
) {
  const one = await deps.applications.read(id);
  if (!one) throw notFound();
  if (isRepeat(one.idempotency, idempotency)) return operatorView(one, deps.now());
  if (one.version !== decision.version) throw staleApplication(one.version);
  if (!from[decision.decision].includes(one.state)) {
    throw wrongState(`An application in this state takes no decision to ${decision.decision}.`);
  }
  const base = recorded(one, decision, operator, idempotency, deps.now());
  const { next, along } = outcomes[decision.decision](base, decision, operator, deps);
  if (await deps.applications.replace(next, one.version, along))
    return operatorView(next, deps.now());
  throw await whyNot(one, deps);
}

function recorded(
  { idempotency: _, ...one }: Application,
  { decision, reason = '', overrides }: Decision,
  operator: Caller,
  idempotency: Idempotency | undefined,
  nowMicros: number,
): Application {
  const by = byOf(operator);
  const taken = { at: isoTime(nowMicros), from: 'operator', what: decision, text: reason } as const;
  const exceptions = overrides.length > 0 ? { overrides: [...overrides] } : {};
  return {
    ...one,
    said: [...one.said, { ...taken, ...exceptions, by }],
    version: nextVersion(one.version, nowMicros),
    by,
    ...(idempotency ? { idempotency } : {}),
  };
}

interface Outcome {
  readonly next: Application;
  readonly along?: Along;
}

type Outcomes = Record<
  DecisionKind,
  (base: Application, decision: Decision, operator: Caller, deps: DecideDeps) => Outcome
>;

const outcomes: Outcomes = {
  approve,
  decline: (base) => ({
    next: { ...base, state: 'declined' },
    ...(hasPassed(base.checks, 'duplicate') ? { along: { domain: 'release' as const } } : {}),
  }),
  ask: (base) => ({ next: { ...base, state: 'asked' } }),
  renew: (base, _, __, { now }) => ({ next: { ...base, claimUntil: claimUntil(now()) } }),
};

/** Judged anew by the policy in force: it may have changed since the application came in. */
function approve(
  base: Application,
  { overrides }: Decision,
  operator: Caller,
  { makeId, now }: DecideDeps,
): Outcome {
  const { policy } = operator.governance;
  const anew = judgeApplicant(base, policy.admission, isoTime(now()));
  const judged = rechecked(base.checks, anew);
  const excepted = new Set(overrides.map(({ check }) => check));
  const takes = hasPassed(judged, 'duplicate') || !excepted.has('duplicate');
  const alone = passed('duplicate', 'Nobody else holds the domain.', isoTime(now()));
  const isPending = judged.some(({ name, result }) => name === 'duplicate' && result === 'pending');
  // Without a proof nobody has looked yet; to take the domain with the approval is to look.
  const checks = isPending && takes ? rechecked(judged, [alone]) : judged;
  const open = checks.filter(({ name, result }) => result !== 'passed' && !excepted.has(name));
  if (open.length > 0) throw openChecks(open.map(({ name }) => name));
  const memberId = makeId('member', 'application', base.id).id;
  const { organisation, organisationClass, sector, country, domain, agreement: agreed } = base;
  const profile = { name: organisation, organisationClass, sector, country, domain, agreed };
  return {
    next: {
      ...base,
      ...{ checks, policyVersion: policy.version, memberId },
      ...{ state: 'approved', claimUntil: claimUntil(now()) },
    },
    along: {
      member: { id: memberId, state: 'active', ...profile, by: byOf(operator) },
      // Who is admitted although another holds the domain does not take it from that one.
      ...(takes ? { domain: 'take' } : {}),
    },
  };
}

function openChecks(names: readonly CheckName[]): DomainError {
  return new DomainError(
    'application.checks_open',
    'Not all checks have passed: name each of these in `overrides` with a reason, or ask, or decline.',
    { pointer: '/overrides', extra: { checks: names } },
  );
}

async function whyNot(read: Application, { applications }: DecideDeps): Promise<DomainError> {
  const current = await applications.read(read.id);
  if (current?.version !== read.version) return staleApplication(current?.version ?? 0);
  const holder = await applications.readHolder(read.domain);
  if (holder !== undefined && holder !== read.id) return openChecks(['duplicate']);
  return new DomainError('storage.busy', 'Storage is busy; try again.');
}
