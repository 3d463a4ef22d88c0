import type { KeyObject } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deriveKeys, type Keys } from '../core/keys';
import { sealingKey } from '../core/webhooks/sealed-secret';

/**
 * Milliseconds to connect, and of a connection's silence, after which an attempt is over: the SDK would wait
 * for ever. All attempts of it fit into the time of every function of the API.
 */
const patience = { connectionTimeout: 1_000, socketTimeout: 3_000 };

/** Of four, where a third of all calls is throttled, so many batches come again whole that more is called. */
const maxAttempts = 6;

/** What the SDK spends on each call and nobody here reads, by the names of its middlewares. */
const idle = [
  // It copies every input and output for a logger that is not there: a tenth of the indexer's time.
  'loggerMiddleware',
  // It composes two headers that name the SDK, and has them signed: 6 to 12 % of a put's CPU.
  'getUserAgentMiddleware',
];

/** One client per process: its connections are kept between invocations. */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ maxAttempts, requestHandler: patience });
  for (const name of idle) client.middlewareStack.remove(name);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** Of what waits in front of an answer: it is tried again at once, and not for long. */
export function queueClient(): SQSClient {
  const client = new SQSClient({ maxAttempts: 3, requestHandler: patience });
  for (const name of idle) client.middlewareStack.remove(name);
  return client;
}

export function objectClient(): S3Client {
  return new S3Client({ requestHandler: patience });
}

export async function readKeys(secretId: string): Promise<Keys> {
  return deriveKeys(await readSecret(secretId));
}

/** What the secrets of endpoints are sealed with. */
export async function readSealingKey(secretId: string): Promise<KeyObject> {
  return sealingKey(await readSecret(secretId));
}

async function readSecret(secretId: string): Promise<string> {
  const get = new GetSecretValueCommand({ SecretId: secretId });
  const { SecretString } = await new SecretsManagerClient({ requestHandler: patience }).send(get);
  return SecretString ?? '';
}
