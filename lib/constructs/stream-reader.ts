import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';
import { streamArnOf } from './stream-statements';

export interface StreamReaderProps extends Omit<ServiceFunctionProps, 'reservedConcurrency'> {
  readonly stream: Required<ServiceFunctionProps>['stream'];
  readonly settings: Stage['indexer'];
}

/** A function on a table's stream, that no poisoned record can block for long. */
export class StreamReader extends ServiceFunction {
  constructor(scope: Construct, { settings, ...props }: StreamReaderProps) {
    super(scope, { ...props, reservedConcurrency: settings.reservedConcurrency });
    const { table, onFailure } = props.stream;
    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: streamArnOf(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: settings.batchSize,
      maxBatchingWindow: Duration.seconds(settings.windowSeconds),
      parallelizationFactor: settings.batchesPerShard,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: onFailure.queueArn }) },
    });
  }
}
