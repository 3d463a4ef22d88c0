import type { EngineCall } from './engine-call';
import { isRecord, type Properties } from './properties';

/** Makes the table unless an earlier run has; returns the engine's own ARN of its stream. */
export async function makeTable(
  call: EngineCall,
  name: string,
  properties: Properties,
): Promise<string | undefined> {
  const description =
    (await describeTable(call, name)) ?? (await createTable(call, name, properties));
  keepsItsShape(name, properties, description);
  return description.LatestStreamArn;
}

interface Description {
  readonly LatestStreamArn?: string;
  readonly KeySchema?: unknown;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
}

async function describeTable(call: EngineCall, name: string): Promise<Description | undefined> {
  try {
    const input = { TableName: name };
    return (await call<{ Table: Description }>('DynamoDB_20120810.DescribeTable', input)).Table;
  } catch (error) {
    if (String(error).includes('ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function createTable(
  call: EngineCall,
  name: string,
  { values }: Properties,
): Promise<Description> {
  const stream = values['StreamSpecification'];
  const input = {
    TableName: name,
    KeySchema: values['KeySchema'],
    AttributeDefinitions: values['AttributeDefinitions'],
    GlobalSecondaryIndexes: values['GlobalSecondaryIndexes'],
    BillingMode: 'PAY_PER_REQUEST',
    ...(isRecord(stream) && { StreamSpecification: { ...stream, StreamEnabled: true } }),
  };
  const target = 'DynamoDB_20120810.CreateTable';
  return (await call<{ TableDescription: Description }>(target, input)).TableDescription;
}

/** Data of an older template: better to say so than to fail later at a missing index. */
function keepsItsShape(name: string, properties: Properties, found: Description): void {
  const wanted = indexNames(properties.list('GlobalSecondaryIndexes'));
  const has = indexNames(found.GlobalSecondaryIndexes ?? []);
  const wantsStream = properties.values['StreamSpecification'] !== undefined;
  const isStreamed = found.LatestStreamArn !== undefined;
  const sameKeys = keysOf(properties.values['KeySchema']) === keysOf(found.KeySchema);
  if (!sameKeys || wanted !== has || wantsStream !== isStreamed) {
    throw new Error(
      `table ${name} was made by an older template with other keys, indexes or stream: ` +
        'remove the data folder, or name another one in TOCSIN_DATA',
    );
  }
}

function indexNames(indexes: readonly unknown[]): string {
  return indexes
    .map((index) => (isRecord(index) ? String(index['IndexName']) : ''))
    .sort()
    .join();
}

function keysOf(schema: unknown): string {
  if (!Array.isArray(schema)) return '';
  return schema
    .map((key) => (isRecord(key) ? `${key['KeyType']}=${key['AttributeName']}` : ''))
    .sort()
    .join();
}
