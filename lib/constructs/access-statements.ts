import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { FunctionShape, TableAction } from '../function-shape';
import { keysOf } from '../keys-of';
import { queues } from '../queues';
import type { DataStack } from '../stacks/data-stack';
import { tables } from '../tables';
import { streamStatement } from './stream-statements';

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
    ...(shape.readsKeys ? [secretStatement('Keys', data.keys)] : []),
    ...(shape.opensSecrets ? [secretStatement('WebhookKeys', data.webhookKeys)] : []),
    ...keyStatements(shape, data),
    ...(shape.streams ?? []).map((name) => streamStatement(data.tables[name])),
    ...queueStatements(shape, data),
    ...artifactStatements(shape, data),
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

function queueStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  const used = shape.queues ?? {};
  return keysOf(used).map(
    (name) =>
      new PolicyStatement({
        sid: queues[name].id,
        actions: (used[name] ?? []).map((action) => `sqs:${action}`),
        resources: [data.queues[name].queueArn],
      }),
  );
}

function artifactStatements({ artifacts }: FunctionShape, data: DataStack): PolicyStatement[] {
  if (!artifacts) return [];
  return [
    new PolicyStatement({
      sid: 'Artifacts',
      actions: artifacts.actions.map((action) => `s3:${action}`),
      resources: [data.artifacts.arnForObjects(artifacts.prefix + artifacts.names)],
    }),
    new PolicyStatement({
      sid: 'ArtifactsList',
      actions: ['s3:ListBucket'],
      resources: [data.artifacts.bucketArn],
      conditions: { StringEquals: { 's3:prefix': [artifacts.prefix] } },
    }),
  ];
}

function secretStatement(sid: string, { secretArn }: Secret): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['secretsmanager:GetSecretValue'],
    resources: [secretArn],
  });
}

/** DynamoDB, Secrets Manager and S3 use the key in the caller's name, and only they may. */
function keyStatements(shape: FunctionShape, data: DataStack): PolicyStatement[] {
  const actions = Object.values(shape.tables).flat();
  const writesObjects = shape.artifacts?.actions.includes('PutObject');
  if (actions.length === 0 && !shape.readsKeys) return [];
  const { region } = Stack.of(data);
  return [
    new PolicyStatement({
      sid: 'Decryption',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        ...(actions.some((action) => writes.has(action)) || writesObjects ? encryption : []),
      ],
      resources: [data.key.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': [
            `dynamodb.${region}.amazonaws.com`,
            ...(shape.readsKeys || shape.opensSecrets
              ? [`secretsmanager.${region}.amazonaws.com`]
              : []),
            ...(shape.artifacts ? [`s3.${region}.amazonaws.com`] : []),
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
