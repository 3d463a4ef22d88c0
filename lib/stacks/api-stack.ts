import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { ApiFunction } from '../../lambdas/contracts/route';
import { acknowledge } from '../constructs/acknowledge';
import { addRoutes } from '../constructs/http-routes';
import { tellOwnAddress } from '../constructs/own-address';
import { ServiceFunction } from '../constructs/service-function';
import { stageLogGroup } from '../constructs/stage-log-group';
import type { FunctionName } from '../functions';
import type { Stage } from '../stage';
import type { DataStack } from './data-stack';

export interface ApiStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly assets: string;
}

/** The HTTP API with its functions, and the one that makes the first credential. */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly functions: Readonly<Record<ApiFunction | 'bootstrap', ServiceFunction>>;

  constructor(scope: Construct, id: string, { stage, data, assets, ...props }: ApiStackProps) {
    super(scope, id, props);
    const make = (name: FunctionName) => new ServiceFunction(this, { name, stage, data, assets });
    this.functions = {
      directory: make('directory'),
      groups: make('groups'),
      publish: make('publish'),
      plan: make('plan'),
      discuss: make('discuss'),
      'look-up': make('look-up'),
      search: make('search'),
      feed: make('feed'),
      export: make('export'),
      saved: make('saved'),
      watches: make('watches'),
      join: make('join'),
      admission: make('admission'),
      audit: make('audit'),
      departure: make('departure'),
      screening: make('screening'),
      threatexchange: make('threatexchange'),
      matches: make('matches'),
      webhooks: make('webhooks'),
      system: make('system'),
      bootstrap: make('bootstrap'),
    };
    this.api = new HttpApi(this, 'Api', {
      apiName: `Tocsin-${stage.name}`,
      createDefaultStage: false,
    });
    addRoutes(this.api, this.functions);
    tellOwnAddress(this.functions, this.api, stage);
    this.addDefaultStage(stage);
    this.addOutputs();
    acknowledge(
      this.api,
      'AwsSolutions-APIG4',
      'Credentials are checked in the functions: ThreatExchange clients send them in query or body.',
    );
  }

  private addDefaultStage(stage: Stage): void {
    new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: stage.throttle.requestsPerSecond,
        burstLimit: stage.throttle.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(stageLogGroup(this, 'AccessLog', stage)),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  private addOutputs(): void {
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
    new CfnOutput(this, 'BootstrapFunctionName', {
      value: this.functions.bootstrap.function.functionName,
    });
  }
}

/**
 * The route, never the path or the query: a query may hold a ThreatExchange token or a value that
 * is looked up. No address either: who asked is in the function's log, by member id.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestedAt: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
  functionStatus: '$context.integration.status',
  functionLatencyMilliseconds: '$context.integration.latency',
  responseBytes: '$context.responseLength',
};
