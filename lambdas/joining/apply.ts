import { judgeApplicant, pendingChecks } from '../core/admission';
import { agreementHash, staleAgreement } from '../core/agreement';
import type { Applicant, Application } from '../core/application';
import { applicantView } from '../core/application-view';
import { readRegistrableDomain } from '../core/domain-proof';
import { timeOrderedId } from '../core/id';
import type { Idempotency } from '../core/idempotency';
import { type Created, fingerprintOf, repeatOf } from '../core/new-object';
import { DomainError } from '../core/problem';
import { hashStatusKey, makeStatusKey, statusPage } from '../core/status-key';
import { isoTime } from '../core/time';
import type { JoiningDeps } from './joining-deps';

export type ApplicationRequest = Applicant & { readonly agreement: { readonly version: number } };

export type ApplyDeps = Omit<JoiningDeps, 'resolveTxt'>;

/** What the applicant is told: the address of the status page this once. */
export type Applied = ReturnType<typeof applicantView> & { readonly statusPage?: string };

/**
 * Takes an application in. What the policy refuses is refused, and recorded. Whether others have applied for the
 * domain is told to nobody before he has proved that it is his.
 */
export async function apply(
  { agreement: { version }, ...request }: ApplicationRequest,
  idempotency: Idempotency | undefined,
  deps: ApplyDeps,
): Promise<Created<Applied>> {
  const applicant = { ...request, domain: readRegistrableDomain(request.domain) };
  const id = newApplicationId(applicant, idempotency, deps);
  const key = makeStatusKey(id, deps.random(32));
  const made = await draft(
    applicant,
    version,
    { id, keyHash: hashStatusKey(deps.pepper, key) },
    deps,
  );
  const created = await deps.applications.add({ ...made, ...fingerprintOf(idempotency) });
  const one = created ? made : repeatOf(await deps.applications.read(id), idempotency);
  const page = created ? { statusPage: statusPage(key) } : {};
  if (one.state === 'refused') throw refusal(one, page);
  return { created, value: { ...applicantView(one, deps.now()), ...page } };
}

/** An applicant is known by nothing but the domain: another's key is no repeat of this one. */
function newApplicationId(
  { domain }: Applicant,
  idempotency: Idempotency | undefined,
  { makeId, now, random }: ApplyDeps,
): string {
  return idempotency
    ? makeId('application', domain, idempotency.keyHash).id
    : timeOrderedId(now(), random(4).readUInt32BE());
}

async function draft(
  applicant: Applicant,
  agreedVersion: number,
  named: Pick<Application, 'id' | 'keyHash'>,
  { agreements, governance, random, now }: ApplyDeps,
): Promise<Application> {
  const [agreement, { policy }] = await Promise.all([agreements.readCurrent(), governance.read()]);
  if (agreement.version !== agreedVersion) {
    throw staleAgreement(agreement.version, '/agreement/version');
  }
  const createdAt = now();
  const at = isoTime(createdAt);
  const judged = judgeApplicant(applicant, policy.admission, at);
  const isRefused = judged.some(({ result }) => result === 'failed');
  return {
    ...named,
    ...applicant,
    challenge: random(20).toString('hex'),
    agreement: {
      ...{ version: agreement.version, sha256: agreementHash(agreement) },
      ...{ acceptedAt: at, acceptedBy: applicant.contact },
    },
    policyVersion: policy.version,
    checks: [...judged, ...pendingChecks(at)],
    state: isRefused ? 'refused' : 'proving',
    said: [],
    createdAt,
    version: createdAt,
  };
}

/** With the reason and the way on of the first check that failed, and all of them beside. */
function refusal({ id, checks }: Application, page: { statusPage?: string }): DomainError {
  const failed = checks.filter(({ result }) => result === 'failed');
  const [first] = failed;
  const detail = `${first?.reason ?? ''} ${first?.wayOn ?? ''}`.trim();
  return new DomainError('application.refused', detail, {
    ...(first?.name === 'contact' ? { pointer: '/contact' } : {}),
    extra: { applicationId: id, failed, ...page },
  });
}
