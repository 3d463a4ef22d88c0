import {
  patchDescriptorRoute,
  publishBatchRoute,
  publishDescriptorRoute,
  retractDescriptorRoute,
} from '../contracts/descriptors.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { type AddressDeps, addressFor } from '../core/address';
import { requireAgreed } from '../core/agreement-due';
import { byOf } from '../core/by';
import type { ExchangeStore } from '../store/exchange-store';
import { type PlanCheckDeps, planCheck } from './plan-check';
import { type BatchDeps, publishBatch } from './publish-batch';
import { draftDescriptor, publishDescriptor } from './publish-descriptor';
import { patchDescriptor, retractDescriptor } from './revise-descriptor';
import type { Writer } from './writer';

export type PublishApiDeps = BatchDeps &
  PlanCheckDeps &
  AddressDeps & { readonly exchange: ExchangeStore };

/** What a member does with its own descriptors. */
export function publishApi(deps: PublishApiDeps): Endpoint[] {
  const writer = (
    { caller, idempotency }: Pick<Writer, 'caller' | 'idempotency'>,
    planId?: string,
  ): Writer => {
    const plan = planId === undefined ? undefined : planCheck(planId, caller, deps);
    return { caller, idempotency, address: addressFor(caller, deps), plan };
  };
  return [
    endpoint(publishDescriptorRoute, async ({ body: { planId, ...body }, ...request }) => {
      requireAgreed(request.caller, deps.now());
      const by = writer(request, planId);
      const draft = await draftDescriptor(body, by, deps);
      const { status, ...reply } = await publishDescriptor(draft, by, deps);
      return { status, body: reply };
    }),
    endpoint(publishBatchRoute, async ({ body, ...request }) => {
      requireAgreed(request.caller, deps.now());
      const by = writer(request, body.planId);
      const results = await publishBatch(body.descriptors, by, deps);
      return { status: 200, body: { results } };
    }),
    endpoint(patchDescriptorRoute, async ({ params, body, ...request }) => ({
      status: 200,
      body: await patchDescriptor(params.id, body, writer(request, body.planId), deps),
    })),
    endpoint(retractDescriptorRoute, async ({ params, caller, idempotency }) => {
      await retractDescriptor({ id: params.id, by: byOf(caller) }, idempotency, deps);
      return { status: 204 };
    }),
  ];
}
