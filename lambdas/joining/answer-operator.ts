import { hasPassed } from '../core/application';
import { applicantView } from '../core/application-view';
import { isoTime, microsPerDay, nextVersion } from '../core/time';
import { findApplication, staleApplication, wrongState } from './find-application';
import type { JoiningDeps } from './joining-deps';

/** The applicant's answer to what the operator asked: once for each time, so that nobody fills the record. */
export async function answerOperator(
  { key, text }: { readonly key: string; readonly text: string },
  deps: Pick<JoiningDeps, 'applications' | 'pepper' | 'governance' | 'now'>,
) {
  const one = await findApplication(key, deps);
  if (one.state !== 'asked') throw wrongState('The operator asks nothing just now.');
  const { reviewWithinDays } = (await deps.governance.read()).policy.admission;
  const now = deps.now();
  const answer = { at: isoTime(now), from: 'applicant', what: 'answer', text } as const;
  const isProved = hasPassed(one.checks, 'domain_proof');
  const next = {
    ...one,
    state: isProved ? ('reviewing' as const) : ('proving' as const),
    said: [...one.said, answer],
    decisionDueAt: now + reviewWithinDays * microsPerDay,
    version: nextVersion(one.version, now),
  };
  if (await deps.applications.replace(next, one.version)) return applicantView(next, now);
  throw staleApplication((await findApplication(key, deps)).version);
}
