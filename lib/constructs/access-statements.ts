import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionShape, TableAction } from '../functions';
import { keysOf } from '../keys-of';
import type { DataStack } from '../stacks/data-stack';
import { tables } from '../tables';

const writes: ReadonlySet<TableAction> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
]);

/** A function's permissions on data, statement by statement as its shape lists them. */
export function accessStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  return [
    ...tableStatements(shape, data),
    ...indexStatements(shape, data),
    ...(shape.readsKeys ? [secretStatement(data)] : []),
    ...keyStatements(shape, data),
  ];
}

function tableStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  return keysOf(shape.tables).map(
    (name) =>
      new PolicyStatement({
        sid: tables[name].id,
        actions: (shape.tables[name] ?? []).map((action) => `dynamodb:${action}`),
        resources: [data.tables[name].tableArn],
        conditions: leadingKeys(shape.leadingKeys?.[name]),
      }),
  );
}

function leadingKeys(pattern: string | undefined): Record<string, unknown> {
  return pattern ? { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] } } : {};
}

function indexStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  const indexes = shape.indexes ?? {};
  return keysOf(indexes).map(
    (name) =>
      new PolicyStatement({
        sid: `${tables[name].id}Indexes`,
        actions: ['dynamodb:Query'],
        resources: (indexes[name] ?? []).map((at) => `${data.tables[name].tableArn}/index/${at}`),
      }),
  );
}

function secretStatement(data: DataStack): PolicyStatement {
  return new PolicyStatement({
    sid: 'Keys',
    actions: ['secretsmanager:GetSecretValue'],
    resources: [data.keys.secretArn],
  });
}

/** DynamoDB and Secrets Manager use the key in the caller's name, and only they may. */
function keyStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  const actions = Object.values(shape.tables).flat();
  if (actions.length === 0 && !shape.readsKeys) return [];
  const { region } = Stack.of(data);
  return [
    new PolicyStatement({
      sid: 'Decryption',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        ...(actions.some((action) => writes.has(action)) ? encryption : []),
      ],
      resources: [data.key.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': [
            `dynamodb.${region}.amazonaws.com`,
            ...(shape.readsKeys ? [`secretsmanager.${region}.amazonaws.com`] : []),
          ],
        },
      },
    }),
  ];
}

const encryption = [
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
