import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

interface Consumed {
  readonly CapacityUnits?: number;
}

export interface MeteredClient {
  readonly client: DynamoDBDocumentClient;
  /** Capacity units so far, as the engine counts them. */
  spent(): number;
  /** Whether nothing is read of a copy that may lag behind from now on; each read takes twice the units then. */
  readStrongly(isStrong: boolean): void;
  isStrong(): boolean;
}

/** The same client for the reads of one request, which then knows what they cost. */
export function meteredClient(client: DynamoDBDocumentClient): MeteredClient {
  let units = 0;
  let isStrong = false;
  const metered = Object.create(client) as DynamoDBDocumentClient;
  metered.send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    if (isStrong) makeStrong(command.input);
    const answer = await client.send(command);
    const { ConsumedCapacity = [] } = answer as { ConsumedCapacity?: Consumed | Consumed[] };
    for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) units += CapacityUnits;
    return answer;
  };
  const readStrongly = (from: boolean) => {
    isStrong = from;
  };
  return { client: metered, spent: () => units, readStrongly, isStrong: () => isStrong };
}

function makeStrong(input: object): void {
  const { RequestItems = { input } } = input as { readonly RequestItems?: object };
  const tables = Object.values(RequestItems) as object[];
  for (const table of tables) Object.assign(table, { ConsistentRead: true });
}
