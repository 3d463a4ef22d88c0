import {
  patchDescriptorRoute,
  publishBatchRoute,
  publishDescriptorRoute,
  retractDescriptorRoute,
} from '../contracts/descriptors.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { byOf } from '../core/by';
import type { DirectoryStore } from '../store/directory-store';
import type { ExchangeStore } from '../store/exchange-store';
import { addressFor } from './address';
import { type BatchDeps, publishBatch } from './publish-batch';
import { draftDescriptor, publishDescriptor } from './publish-descriptor';
import { patchDescriptor, retractDescriptor } from './revise-descriptor';

export interface PublishApiDeps extends BatchDeps {
  readonly exchange: ExchangeStore;
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
}

/** What a member does with its own descriptors. */
export function publishApi(deps: PublishApiDeps): Endpoint[] {
  const { directory } = deps;
  return [
    endpoint(publishDescriptorRoute, async ({ body, caller, idempotency }) => {
      const address = addressFor(caller, directory);
      const fresh = await draftDescriptor(body, byOf(caller), address, idempotency, deps);
      const { status, ...reply } = await publishDescriptor(fresh, idempotency, deps);
      return { status, body: reply };
    }),
    endpoint(publishBatchRoute, async ({ body, caller, idempotency }) => {
      const address = addressFor(caller, directory);
      const results = await publishBatch(
        body.descriptors,
        byOf(caller),
        address,
        idempotency,
        deps,
      );
      return { status: 200, body: { results } };
    }),
    endpoint(patchDescriptorRoute, async ({ params, body, caller, idempotency }) => {
      const ref = { id: params.id, by: byOf(caller) };
      const address = addressFor(caller, directory);
      const patched = await patchDescriptor(ref, body, address, idempotency, deps);
      const { id, indicatorId, version } = patched;
      return { status: 200, body: { id, indicatorId, version } };
    }),
    endpoint(retractDescriptorRoute, async ({ params, caller, idempotency }) => {
      await retractDescriptor({ id: params.id, by: byOf(caller) }, idempotency, deps);
      return { status: 204 };
    }),
  ];
}
