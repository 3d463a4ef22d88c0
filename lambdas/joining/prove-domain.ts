import { passed } from '../core/admission';
import { type Application, type Check, hasPassed, isLapsed, rechecked } from '../core/application';
import { applicantView } from '../core/application-view';
import { challengeRecord, judgeProof } from '../core/domain-proof';
import { isoTime, microsPerDay, nextVersion } from '../core/time';
import { findApplication, wrongState } from './find-application';
import type { JoiningDeps } from './joining-deps';

/** Looks for the TXT record, and for others who hold the domain. It may be asked again and again. */
export async function proveDomain(key: string, deps: JoiningDeps) {
  const one = await findApplication(key, deps);
  if (isSettled(one)) return applicantView(one, deps.now());
  requireOpen(one, deps.now());
  const answer = await deps.resolveTxt(challengeRecord(one).name);
  const proof = judgeProof(answer, one.challenge, isoTime(deps.now()));
  const { admission } = (await deps.governance.read()).policy;
  const next = advanced(one, [proof], admission.reviewWithinDays, deps.now());
  const stored = await (proof.result === 'passed' ? take(next, one, deps) : put(next, one, deps));
  return applicantView(stored, deps.now());
}

function isSettled({ checks }: Application): boolean {
  return hasPassed(checks, 'domain_proof') && hasPassed(checks, 'duplicate');
}

function requireOpen(one: Application, nowMicros: number): void {
  const isOpen = ['proving', 'reviewing', 'asked'].includes(one.state);
  if (isOpen && !isLapsed(one, nowMicros)) return;
  throw wrongState('There is nothing to prove any more: see the status page for what to do next.');
}

/** What the operator asked stays open; else a proved one waits for review. */
function advanced(
  one: Application,
  anew: readonly Check[],
  reviewWithinDays: number,
  nowMicros: number,
): Application {
  const checks = rechecked(one.checks, anew);
  const isProved = one.state === 'proving' && hasPassed(checks, 'domain_proof');
  return {
    ...one,
    checks,
    version: nextVersion(one.version, nowMicros),
    ...(isProved
      ? { state: 'reviewing' as const, decisionDueAt: nowMicros + reviewWithinDays * microsPerDay }
      : {}),
  };
}

/** Holds the domain for this application, or tells that another does. */
async function take(next: Application, read: Application, deps: JoiningDeps): Promise<Application> {
  const at = isoTime(deps.now());
  const isAlone = passed('duplicate', 'Nobody else holds the domain.', at);
  const holding = { ...next, checks: rechecked(next.checks, [isAlone]) };
  if (await deps.applications.replace(holding, read.version, { domain: 'take' })) return holding;
  const holder = await deps.applications.readHolder(read.domain);
  if (holder === undefined || holder === read.id) return current(read, deps);
  const duplicate: Check = {
    ...{ name: 'duplicate', result: 'failed', at },
    reason: 'A member or another open application has proved this domain before.',
    wayOn:
      'Ask your colleagues for its status page or for a credential; the operator sees both and can decide otherwise.',
  };
  return put({ ...next, checks: rechecked(next.checks, [duplicate]) }, read, deps);
}

/** What another request wrote in between is as good: the checks can be made again. */
async function put(next: Application, read: Application, deps: JoiningDeps): Promise<Application> {
  return (await deps.applications.replace(next, read.version)) ? next : current(read, deps);
}

async function current({ id }: Application, { applications }: JoiningDeps): Promise<Application> {
  const one = await applications.read(id);
  if (!one) throw new Error('an application that was read is gone');
  return one;
}
