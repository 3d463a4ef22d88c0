import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../stage';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';

export interface StreamReaderProps
  extends Omit<ServiceFunctionProps, 'statements' | 'reservedConcurrency'> {
  readonly table: Table;
  readonly onFailure: Queue;
  readonly settings: Stage['indexer'];
}

/** A function on a table's stream, that no poisoned record can block for long. */
export class StreamReader extends ServiceFunction {
  constructor(scope: Construct, { table, onFailure, settings, ...props }: StreamReaderProps) {
    const streamArn = streamArnOf(table);
    super(scope, {
      ...props,
      reservedConcurrency: settings.reservedConcurrency,
      statements: [streamStatement(table, streamArn), parkStatement(onFailure)],
    });
    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: streamArn,
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

function streamArnOf(table: Table): string {
  if (!table.tableStreamArn) throw new Error(`table ${table.node.id} has no stream`);
  return table.tableStreamArn;
}

// Not grantStreamRead: it lists the streams of the whole account.
function streamStatement(table: Table, streamArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: `${table.node.id}Stream`,
    actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    ),
    resources: [streamArn],
  });
}

function parkStatement(onFailure: Queue): PolicyStatement {
  return new PolicyStatement({
    sid: 'Park',
    actions: ['sqs:SendMessage'],
    resources: [onFailure.queueArn],
  });
}
