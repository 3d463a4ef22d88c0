import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deriveKeys, type Keys } from '../core/keys';

/** One client per process: its connections are kept between invocations. */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({ maxAttempts: 4 });
  // It copies every input and output for a logger that is not there: a tenth of the indexer's time.
  client.middlewareStack.remove('loggerMiddleware');
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export async function readKeys(secretId: string): Promise<Keys> {
  const get = new GetSecretValueCommand({ SecretId: secretId });
  const { SecretString } = await new SecretsManagerClient().send(get);
  return deriveKeys(SecretString ?? '');
}
