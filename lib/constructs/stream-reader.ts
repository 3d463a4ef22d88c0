import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { QueueName } from '../queues';
import type { Stage } from '../stage';
import { type TableName, tables } from '../tables';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';
import { streamArnOf } from './stream-statements';

export interface StreamReaderProps extends Omit<ServiceFunctionProps, 'reservedConcurrency'> {
  readonly settings: Stage['indexer'];
  readonly onFailure: QueueName;
}

/** A function on the streams that its record names, that no poisoned record can block for long. */
export class StreamReader extends ServiceFunction {
  constructor(scope: Construct, { settings, ...props }: StreamReaderProps) {
    super(scope, { ...props, reservedConcurrency: settings.reservedConcurrency });
    for (const name of this.shape.streams ?? []) this.follow(name, settings, props);
  }

  private follow(
    name: TableName,
    settings: Stage['indexer'],
    { data, onFailure }: Pick<StreamReaderProps, 'data' | 'onFailure'>,
  ): void {
    new EventSourceMapping(this, `From${tables[name].id}`, {
      target: this.function,
      eventSourceArn: streamArnOf(data.tables[name]),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: settings.batchSize,
      maxBatchingWindow: Duration.seconds(settings.windowSeconds),
      parallelizationFactor: settings.batchesPerShard,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: data.queues[onFailure].queueArn }) },
    });
  }
}
