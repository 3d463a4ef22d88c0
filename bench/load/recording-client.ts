import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Put {
  readonly table: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/** A write of a store, as far as a load knows it. */
export interface Write {
  readonly Put?: PutInput | undefined;
}
interface PutInput {
  readonly TableName?: string | undefined;
  readonly Item?: Put['item'] | undefined;
}
type Input = PutInput & { readonly TransactItems?: readonly Write[] };

/** A client that writes nothing: `keep` gets what the stores would have put. */
export function recordingClient(keep: (puts: readonly Put[]) => void): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        const { TransactItems, ...put } = input as Input;
        keep(putsIn(TransactItems ?? [{ Put: put }]));
        return { output: { $metadata: {} }, response: undefined };
      },
    { step: 'initialize', name: 'record', priority: 'high' },
  );
  return client;
}

export function putsIn(writes: readonly Write[]): Put[] {
  return writes.map(({ Put: { TableName: table, Item: item } = {} }) => {
    if (table && item) return { table, item };
    throw new Error('a load does nothing but put');
  });
}
