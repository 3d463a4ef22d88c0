import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './batch-get';

export async function getStrongly(
  client: DynamoDBDocumentClient,
  table: string,
  { pk, sk }: Key,
): Promise<Record<string, unknown> | undefined> {
  const get = new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true });
  return (await client.send(get)).Item;
}
