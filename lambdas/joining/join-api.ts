import { readAgreementRoute } from '../contracts/agreement.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  answerOperatorRoute,
  applyRoute,
  claimCredentialRoute,
  proveDomainRoute,
  readStatusRoute,
} from '../contracts/joining.contract';
import { applicantView } from '../core/application-view';
import { readAgreement } from './agreement';
import { answerOperator } from './answer-operator';
import { apply } from './apply';
import { claimCredential } from './claim-credential';
import { findApplication } from './find-application';
import type { JoiningDeps } from './joining-deps';
import { proveDomain } from './prove-domain';

/** What an organisation does before it is a member: without a credential. */
export function joinApi(deps: JoiningDeps): Endpoint[] {
  return [
    endpoint(readAgreementRoute, async () => ({ status: 200, body: await readAgreement(deps) })),
    endpoint(applyRoute, async ({ body, idempotency }) => {
      const { created, value } = await apply(body, idempotency, deps);
      return { status: created ? 201 : 200, body: value };
    }),
    endpoint(readStatusRoute, async ({ params }) => ({
      status: 200,
      body: applicantView(await findApplication(params.key, deps), deps.now()),
    })),
    endpoint(proveDomainRoute, async ({ params }) => ({
      status: 200,
      body: await proveDomain(params.key, deps),
    })),
    endpoint(answerOperatorRoute, async ({ params, body }) => ({
      status: 200,
      body: await answerOperator({ ...params, ...body }, deps),
    })),
    endpoint(claimCredentialRoute, async ({ params }) => ({
      status: 201,
      body: await claimCredential(params.key, deps),
    })),
  ];
}
