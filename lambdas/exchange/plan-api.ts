import { type Endpoint, endpoint } from '../contracts/endpoint';
import { planSharesRoute } from '../contracts/sharing.contract';
import { type AddressDeps, addressFor } from '../core/address';
import type { TellRead } from '../core/audit-read';
import type { Caller } from '../core/caller';
import { type PlanDeps, planShares } from './plan-shares';

export type PlanApiDeps = PlanDeps & AddressDeps & { readonly tellRead: TellRead };

/** What a member may ask before it publishes. */
export function planApi(deps: PlanApiDeps): Endpoint[] {
  return [
    endpoint(planSharesRoute, async ({ body, caller }) => ({
      status: 201,
      body: await planOnRecord(body.descriptors, caller, deps),
    })),
  ];
}

/** A plan names members, and tells what others have said of each draft: a look-up of many values. */
async function planOnRecord(drafts: readonly unknown[], caller: Caller, deps: PlanApiDeps) {
  const address = addressFor(caller, deps);
  const plan = await planShares(drafts, { caller, address, idempotency: undefined }, deps);
  const { planId, audiences } = plan;
  const about = { plan: planId, drafts: drafts.length, audiences: audiences.length };
  await deps.tellRead(caller, 'shares.planned', about);
  return plan;
}
