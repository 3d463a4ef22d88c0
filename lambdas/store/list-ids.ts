import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';

/** All ids of one list of the Directory's index, which may lag behind the rows. */
export async function listIds(client: DynamoDBDocumentClient, table: string, list: string) {
  const ids: string[] = [];
  const input = {
    TableName: table,
    IndexName: 'list',
    KeyConditionExpression: 'listKey = :list',
    ExpressionAttributeValues: { ':list': list },
  };
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    ids.push(...Items.map((item) => String(item['listSort'])));
  }
  return ids;
}
