import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { QueueName } from '../queues';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';

/** The least that AWS takes. Of the audit: several would get in each other's way at one member's chain. */
const fewest = 2;

/** A function that works a queue off; what it can't do comes back, and then goes to the queue's dead letters. */
export class QueueWorker extends ServiceFunction {
  constructor(
    scope: Construct,
    {
      queue,
      atOnce = fewest,
      ...props
    }: ServiceFunctionProps & { readonly queue: QueueName; readonly atOnce?: number },
  ) {
    super(scope, props);
    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: props.data.queues[queue].queueArn,
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(0),
      reportBatchItemFailures: true,
      maxConcurrency: atOnce,
    });
  }
}
