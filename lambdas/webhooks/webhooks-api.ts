import {
  listDeliveriesRoute,
  readDeliveryRoute,
  replayDeliveryRoute,
} from '../contracts/deliveries.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  activateEndpointRoute,
  changeEndpointRoute,
  createEndpointRoute,
  listEndpointsRoute,
  readEndpointRoute,
  recoverDeliveriesRoute,
  removeEndpointRoute,
  rotateEndpointRoute,
  testEndpointRoute,
} from '../contracts/endpoints.contract';
import { notFound } from '../core/problem';
import type { HealthyEndpoint } from '../store/endpoint-store';
import { activate, sendTest } from './call-endpoint';
import {
  changeEndpoint,
  createEndpoint,
  findEndpoint,
  type Made,
  rotateSecret,
} from './change-endpoints';
import { endpointView } from './endpoint-view';
import { deliveryView, findDelivery, listDeliveries, recover, replay } from './past-deliveries';
import type { WebhooksDeps } from './webhooks-deps';

/** Where a member is told, and what became of what it was sent. */
export function webhooksApi(deps: WebhooksDeps): Endpoint[] {
  return [...endpointEndpoints(deps), ...deliveryEndpoints(deps)];
}

function endpointEndpoints(deps: WebhooksDeps): Endpoint[] {
  const view = (found: HealthyEndpoint) => endpointView(found, deps.now());
  const shown = (found: HealthyEndpoint) => ({ status: 200, body: view(found) });
  const made = ({ found, verifyWith }: Made) =>
    verifyWith === undefined ? shown(found) : { status: 201, body: { ...view(found), verifyWith } };
  return [
    endpoint(listEndpointsRoute, async ({ caller }) => ({
      status: 200,
      body: { endpoints: (await deps.endpoints.list(caller.member.id)).map(view) },
    })),
    endpoint(createEndpointRoute, async ({ body, ...changing }) =>
      made(await createEndpoint(body, changing, deps)),
    ),
    endpoint(readEndpointRoute, async ({ params, caller }) =>
      shown(await findEndpoint(params.id, caller, deps)),
    ),
    endpoint(changeEndpointRoute, async ({ params, body, caller }) =>
      shown(await changeEndpoint(params.id, body, { caller }, deps)),
    ),
    endpoint(removeEndpointRoute, async ({ params, caller }) => {
      if (!(await deps.endpoints.remove(caller.member.id, params.id))) throw notFound();
      return { status: 204 };
    }),
    endpoint(rotateEndpointRoute, async ({ params, body, ...changing }) =>
      made(await rotateSecret(params.id, body, changing, deps)),
    ),
    endpoint(activateEndpointRoute, async ({ params, caller }) =>
      shown(await activate(params.id, caller, deps)),
    ),
    endpoint(testEndpointRoute, async ({ params, caller }) => ({
      status: 200,
      body: await sendTest(params.id, caller, deps),
    })),
  ];
}

function deliveryEndpoints(deps: WebhooksDeps): Endpoint[] {
  return [
    endpoint(listDeliveriesRoute, async ({ query, caller }) => ({
      status: 200,
      body: await listDeliveries(query, caller, deps),
    })),
    endpoint(readDeliveryRoute, async ({ params, caller }) => ({
      status: 200,
      body: deliveryView(await findDelivery(params, caller, deps)),
    })),
    endpoint(replayDeliveryRoute, async ({ params, caller }) => ({
      status: 202,
      body: deliveryView(await replay(params, caller, deps)),
    })),
    endpoint(recoverDeliveriesRoute, async ({ params, body, caller }) => ({
      status: 200,
      body: await recover(params.id, body.since, caller, deps),
    })),
  ];
}
