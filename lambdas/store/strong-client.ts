import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

interface Reading {
  readonly KeyConditionExpression?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys?: unknown }>>;
}

/** The same client for reads that must see all that was written before them: each of a table is a strong one. */
export function strongClient(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  const strong = Object.create(client) as DynamoDBDocumentClient;
  strong.send = ((command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    const { KeyConditionExpression, IndexName, RequestItems = {} } = command.input as Reading;
    if (KeyConditionExpression && !IndexName) Object.assign(command.input, isStrong);
    for (const request of Object.values(RequestItems)) {
      if (request.Keys) Object.assign(request, isStrong);
    }
    return client.send(command);
  }) as DynamoDBDocumentClient['send'];
  return strong;
}

const isStrong = { ConsistentRead: true };
