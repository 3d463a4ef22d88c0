import { readAgreementRoute } from '../contracts/agreement.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { type AgreementDeps, readAgreement } from './agreement';

export type JoinDeps = Pick<AgreementDeps, 'agreements'>;

/** What an organisation does before it is a member: without a credential. */
export function joinApi(deps: JoinDeps): Endpoint[] {
  return [
    endpoint(readAgreementRoute, async () => ({ status: 200, body: await readAgreement(deps) })),
  ];
}
