import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export function streamArnOf(table: Table): string {
  if (!table.tableStreamArn) throw new Error(`table ${table.node.id} has no stream`);
  return table.tableStreamArn;
}

// Not grantStreamRead: it lists the streams of the whole account.
export function streamStatement(table: Table): PolicyStatement {
  return new PolicyStatement({
    sid: `${table.node.id}Stream`,
    actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    ),
    resources: [streamArnOf(table)],
  });
}
