import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { OnFailureQueue } from '../constructs/on-failure-queue';
import { ServiceFunction } from '../constructs/service-function';
import { StreamReader } from '../constructs/stream-reader';
import type { Stage } from '../stage';
import type { DataStack } from './data-stack';

export interface PipelineStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly assets: string;
}

/** What follows an acknowledged write: the indexer on the Exchange's stream, and the expirer. */
export class PipelineStack extends Stack {
  readonly parked: Queue;
  readonly indexer: ServiceFunction;
  readonly expirer: ServiceFunction;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { stage, data, assets, ...stackProps } = props;
    super(scope, id, stackProps);
    this.parked = new OnFailureQueue(this, 'IndexerParked', stage);
    this.indexer = new StreamReader(this, {
      name: 'indexer',
      table: data.tables.exchange,
      onFailure: this.parked,
      settings: stage.indexer,
      stage,
      data,
      assets,
    });
    this.expirer = new ServiceFunction(this, { name: 'expirer', stage, data, assets });
    this.scheduleExpirer();
  }

  // Neither retried nor queued: the next minute finds what this one left.
  private scheduleExpirer(): void {
    const target = this.expirer.function;
    target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const rule = new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        {
          bind: () => ({
            arn: target.functionArn,
            retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
          }),
        },
      ],
    });
    // Not the library's target: its permission's id holds the stage's name.
    target.addPermission('FromRule', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }
}
