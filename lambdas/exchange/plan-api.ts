import { type Endpoint, endpoint } from '../contracts/endpoint';
import { planSharesRoute } from '../contracts/sharing.contract';
import { type AddressDeps, addressFor } from '../core/address';
import { type PlanDeps, planShares } from './plan-shares';

export type PlanApiDeps = PlanDeps & AddressDeps;

/** What a member may ask before it publishes. */
export function planApi(deps: PlanApiDeps): Endpoint[] {
  return [
    endpoint(planSharesRoute, async ({ body, caller }) => {
      const address = addressFor(caller, deps);
      const writer = { caller, address, idempotency: undefined };
      return { status: 201, body: await planShares(body.descriptors, writer, deps) };
    }),
  ];
}
