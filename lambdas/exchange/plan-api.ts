import { type Endpoint, endpoint } from '../contracts/endpoint';
import { planSharesRoute } from '../contracts/sharing.contract';
import type { DirectoryStore } from '../store/directory-store';
import { addressFor } from './address';
import { type PlanDeps, planShares } from './plan-shares';

export interface PlanApiDeps extends PlanDeps {
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
}

/** What a member may ask before it publishes. */
export function planApi(deps: PlanApiDeps): Endpoint[] {
  return [
    endpoint(planSharesRoute, async ({ body, caller }) => {
      const address = addressFor(caller, deps.directory);
      const writer = { caller, address, idempotency: undefined };
      return { status: 201, body: await planShares(body.descriptors, writer, deps) };
    }),
  ];
}
