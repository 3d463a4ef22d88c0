import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { QueueShape } from '../queues';
import type { Stage } from '../stage';
import { acknowledge } from './acknowledge';
import { stageRemoval } from './stage-log-group';

/**
 * Messages of ids and counts: what a stream's reader could not do, or what is to be told of a read. Of what was matched
 * also the words, as an audience is shown them: the notifier has no right on the index.
 */
export class MessageQueue extends Queue {
  constructor(
    scope: Construct,
    { id, retentionDays, worked }: QueueShape,
    stage: Stage,
    of?: Queue,
  ) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(retentionDays),
      removalPolicy: stageRemoval(stage),
      ...(worked && { visibilityTimeout: Duration.seconds(worked.visibilitySeconds) }),
      ...(worked && of && { deadLetterQueue: { queue: of, maxReceiveCount: worked.tries } }),
    });
    if (!worked) {
      acknowledge(this, 'AwsSolutions-SQS3', 'It is itself where failures are left.');
    }
  }
}
