import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { FunctionShape } from '../functions';

/** What a function may do with a stream and with the queue of what its reader gave up. */
export function streamStatements(
  shape: FunctionShape,
  { table, onFailure }: { readonly table: Table; readonly onFailure: Queue },
): PolicyStatement[] {
  const actions = shape.onFailureQueue ?? [];
  return [
    ...(shape.readsStream ? [streamStatement(table)] : []),
    ...(actions.length > 0
      ? [
          new PolicyStatement({
            sid: 'OnFailureQueue',
            actions: actions.map((action) => `sqs:${action}`),
            resources: [onFailure.queueArn],
          }),
        ]
      : []),
  ];
}

export function streamArnOf(table: Table): string {
  if (!table.tableStreamArn) throw new Error(`table ${table.node.id} has no stream`);
  return table.tableStreamArn;
}

// Not grantStreamRead: it lists the streams of the whole account.
function streamStatement(table: Table): PolicyStatement {
  return new PolicyStatement({
    sid: `${table.node.id}Stream`,
    actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    ),
    resources: [streamArnOf(table)],
  });
}
