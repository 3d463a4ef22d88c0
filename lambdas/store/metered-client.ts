import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

interface Consumed {
  readonly CapacityUnits?: number;
}

export interface MeteredClient {
  readonly client: DynamoDBDocumentClient;
  /** Capacity units so far, as the engine counts them. */
  spent(): number;
}

/** The same client for the reads of one request, which then knows what they cost. */
export function meteredClient(client: DynamoDBDocumentClient): MeteredClient {
  let units = 0;
  const metered = Object.create(client) as DynamoDBDocumentClient;
  metered.send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    const answer = await client.send(command);
    const { ConsumedCapacity = [] } = answer as { ConsumedCapacity?: Consumed | Consumed[] };
    for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) units += CapacityUnits;
    return answer;
  };
  return { client: metered, spent: () => units };
}
