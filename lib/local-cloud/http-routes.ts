import type { Blueprint } from './blueprint';

const arnOfFunction = /arn:aws:lambda:[^/]*:function:[^/]+/;

/** The function's ARN by route key. */
export function readRoutes(blueprint: Blueprint): ReadonlyMap<string, string> {
  if (blueprint.ofType('AWS::ApiGatewayV2::Api').length > 1) {
    throw new Error('the local cloud serves one HTTP API, and the template has several');
  }
  for (const resource of blueprint.ofType('AWS::ApiGatewayV2::Api')) {
    blueprint.properties(resource).only('ProtocolType', ['HTTP']);
  }
  for (const resource of blueprint.ofType('AWS::ApiGatewayV2::Stage')) {
    blueprint.properties(resource).only('StageName', ['$default']);
  }
  const integrations = readIntegrations(blueprint);
  const routes = new Map<string, string>();
  for (const resource of blueprint.ofType('AWS::ApiGatewayV2::Route')) {
    const properties = blueprint.properties(resource);
    properties.only('AuthorizationType', ['NONE']);
    const functionArn = integrations.get(properties.text('Target').replace('integrations/', ''));
    routes.set(properties.text('RouteKey'), functionArn ?? properties.refuse('Target'));
  }
  return routes;
}

function readIntegrations(blueprint: Blueprint): ReadonlyMap<string, string> {
  const integrations = new Map<string, string>();
  for (const resource of blueprint.ofType('AWS::ApiGatewayV2::Integration')) {
    const properties = blueprint.properties(resource);
    properties.only('IntegrationType', ['AWS_PROXY']);
    properties.only('PayloadFormatVersion', ['2.0']);
    properties.only('TimeoutInMillis', [30_000]);
    const [arn] = arnOfFunction.exec(properties.text('IntegrationUri')) ?? [];
    integrations.set(
      `${resource.stack}-${resource.logicalId}`,
      arn ?? properties.refuse('IntegrationUri'),
    );
  }
  return integrations;
}
