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
import type { Writer } from './writer';

export interface PublishApiDeps extends BatchDeps {
  readonly exchange: ExchangeStore;
  readonly directory: Pick<DirectoryStore, 'readProfile'>;
}

/** What a member does with its own descriptors. */
export function publishApi(deps: PublishApiDeps): Endpoint[] {
  const writer = ({ caller, idempotency }: Pick<Writer, 'caller' | 'idempotency'>): Writer => {
    return { caller, idempotency, address: addressFor(caller, deps.directory) };
  };
  return [
    endpoint(publishDescriptorRoute, async ({ body, ...request }) => {
      const draft = await draftDescriptor(body, writer(request), deps);
      const { status, ...reply } = await publishDescriptor(draft, request.idempotency, deps);
      return { status, body: reply };
    }),
    endpoint(publishBatchRoute, async ({ body, ...request }) => {
      const results = await publishBatch(body.descriptors, writer(request), deps);
      return { status: 200, body: { results } };
    }),
    endpoint(patchDescriptorRoute, async ({ params, body, ...request }) => ({
      status: 200,
      body: await patchDescriptor(params.id, body, writer(request), deps),
    })),
    endpoint(retractDescriptorRoute, async ({ params, caller, idempotency }) => {
      await retractDescriptor({ id: params.id, by: byOf(caller) }, idempotency, deps);
      return { status: 204 };
    }),
  ];
}
