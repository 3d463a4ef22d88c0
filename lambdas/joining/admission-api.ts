import { putAgreementRoute } from '../contracts/agreement.contract';
import {
  decideApplicationRoute,
  listApplicationsRoute,
  readApplicationRoute,
} from '../contracts/applications.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { putPolicyRoute, readPolicyRoute } from '../contracts/policy.contract';
import { type AgreementDeps, putAgreement } from './agreement';
import { type DecideDeps, decideApplication } from './decide-application';
import { listApplications, readApplication } from './list-applications';
import { type PolicyDeps, putPolicy, readPolicy } from './policy';

export type AdmissionDeps = AgreementDeps & PolicyDeps & DecideDeps;

/** What the operator decides: the policy, the agreement, applications. */
export function admissionApi(deps: AdmissionDeps): Endpoint[] {
  return [
    endpoint(putAgreementRoute, async ({ body, caller, idempotency }) => ({
      status: 200,
      body: await putAgreement(body, caller, idempotency, deps),
    })),
    endpoint(readPolicyRoute, async ({ query }) => ({
      status: 200,
      body: await readPolicy(query.version, deps),
    })),
    endpoint(putPolicyRoute, async ({ body, caller, idempotency }) => ({
      status: 200,
      body: await putPolicy(body, caller, idempotency, deps),
    })),
    endpoint(listApplicationsRoute, async ({ query }) => ({
      status: 200,
      body: await listApplications(query, deps),
    })),
    endpoint(readApplicationRoute, async ({ params }) => ({
      status: 200,
      body: await readApplication(params.id, deps),
    })),
    endpoint(decideApplicationRoute, async ({ params, body, caller, idempotency }) => ({
      status: 200,
      body: await decideApplication(params.id, body, caller, idempotency, deps),
    })),
  ];
}
