import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type StreamRecord, sequenceOf } from './stream-record';

export interface Failure {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly invokeCount: number;
  readonly first: StreamRecord;
  readonly last: StreamRecord;
  readonly batchSize: number;
}

/** Lambda's message: pointers into the stream, no content. */
export async function sendFailure(
  client: SQSClient,
  queueUrl: string,
  failure: Failure,
): Promise<void> {
  const { condition, functionArn, streamArn, shardId, first, last, batchSize } = failure;
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: failure.invokeCount,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize,
      streamArn,
    },
  };
  await client.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body) }),
  );
}

function arrivalOf({ dynamodb }: StreamRecord): string {
  return new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
