import { Stack } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ServiceFunction } from './service-function';

/**
 * One permission a function: the library's one a route would outgrow Lambda's 20 KB of policy, and
 * its one an API, three segments deep, does not match the `$default` route.
 */
export class FunctionIntegration extends HttpRouteIntegration {
  private readonly target: ServiceFunction;

  constructor(api: HttpApi, target: ServiceFunction) {
    super(target.shape.id);
    this.target = target;
    target.function.addPermission('FromApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(api).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: '*/*',
      }),
    });
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.target.function.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}
