import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ApiFunction } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import { FunctionIntegration } from './function-integration';
import type { ServiceFunction } from './service-function';

/**
 * The routes of the contract; what it does not name below /v1, a 404 of our own; and all else, which is the graph of
 * ThreatExchange, under whichever version its clients write.
 */
export function addRoutes(
  api: HttpApi,
  apiFunctions: Readonly<Record<ApiFunction, ServiceFunction>>,
): void {
  const integrations = {
    directory: new FunctionIntegration(api, apiFunctions.directory),
    groups: new FunctionIntegration(api, apiFunctions.groups),
    publish: new FunctionIntegration(api, apiFunctions.publish),
    plan: new FunctionIntegration(api, apiFunctions.plan),
    discuss: new FunctionIntegration(api, apiFunctions.discuss),
    'look-up': new FunctionIntegration(api, apiFunctions['look-up']),
    search: new FunctionIntegration(api, apiFunctions.search),
    export: new FunctionIntegration(api, apiFunctions.export),
    saved: new FunctionIntegration(api, apiFunctions.saved),
    feed: new FunctionIntegration(api, apiFunctions.feed),
    watches: new FunctionIntegration(api, apiFunctions.watches),
    join: new FunctionIntegration(api, apiFunctions.join),
    admission: new FunctionIntegration(api, apiFunctions.admission),
    audit: new FunctionIntegration(api, apiFunctions.audit),
    departure: new FunctionIntegration(api, apiFunctions.departure),
    screening: new FunctionIntegration(api, apiFunctions.screening),
    threatexchange: new FunctionIntegration(api, apiFunctions.threatexchange),
    matches: new FunctionIntegration(api, apiFunctions.matches),
    webhooks: new FunctionIntegration(api, apiFunctions.webhooks),
    system: new FunctionIntegration(api, apiFunctions.system),
  };
  for (const route of routes) {
    new HttpRoute(api, route.operationId, {
      httpApi: api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration: integrations[route.function],
    });
  }
  new HttpRoute(api, 'Unknown', {
    httpApi: api,
    routeKey: HttpRouteKey.with('/v1/{unknown+}', HttpMethod.ANY),
    integration: integrations.system,
  });
  new HttpRoute(api, 'Graph', {
    httpApi: api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: integrations.threatexchange,
  });
}
