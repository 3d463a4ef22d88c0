import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionShape } from '../function-shape';
import { type FunctionName, functions } from '../functions';
import type { DataStack } from '../stacks/data-stack';
import type { Stage } from '../stage';
import { accessStatements } from './access-statements';
import { functionEnvironment } from './function-environment';
import { stageLogGroup } from './stage-log-group';

export interface ServiceFunctionProps {
  readonly name: FunctionName;
  readonly stage: Stage;
  readonly data: DataStack;
  /** The folder of bundles, one folder a function. */
  readonly assets: string;
  readonly reservedConcurrency?: number | undefined;
}

/** One function with a role and a log of its own; nothing is granted but what is listed. */
export class ServiceFunction extends Construct {
  readonly shape: FunctionShape;
  readonly function: LambdaFunction;
  readonly log: LogGroup;

  constructor(scope: Construct, props: ServiceFunctionProps) {
    const shape = functions[props.name];
    super(scope, shape.id);
    this.shape = shape;
    const logGroup = stageLogGroup(this, 'Log', props.stage);
    this.log = logGroup;
    this.function = new LambdaFunction(this, 'Function', {
      description: `Tocsin ${props.stage.name}: ${props.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.assets, props.name)),
      handler: 'index.handler',
      memorySize: props.stage.memoryMegabytes[shape.kind],
      timeout: Duration.seconds(shape.timeoutSeconds),
      environment: functionEnvironment(shape, props.stage, props.data),
      logGroup,
      role: this.role(props, logGroup),
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
    });
  }

  // Written inline, so that what follows the role (an event source) finds it complete.
  private role(props: ServiceFunctionProps, logGroup: LogGroup): Role {
    const logging = new PolicyStatement({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Access: new PolicyDocument({
          statements: [logging, ...accessStatements(this.shape, props.data)],
        }),
      },
    });
  }
}
