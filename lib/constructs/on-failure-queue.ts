import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import { acknowledge } from './acknowledge';
import { stageRemoval } from './stage-log-group';

/** Where a stream's reader leaves what it could not do: pointers into the stream, no content. */
export class OnFailureQueue extends Queue {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: stageRemoval(stage),
    });
    acknowledge(this, 'AwsSolutions-SQS3', 'It is itself where a stream leaves its failures.');
  }
}
