import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type TableName, type TableShape, tableNames, tables } from '../../lib/tables';
import { bareClient, bareConnections } from './bare-client';

/** A DynamoDB engine of its own for one test file: a real process, in memory. */
export interface Engine {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** Another client of the same engine, for a test that bends it. */
  anotherClient(): DynamoDBDocumentClient;
  /** Another that costs next to nothing, for what is played thousands of times. */
  bareClient(): DynamoDBDocumentClient;
  /** Without their streams, which make the engine slow, unless they are asked for. */
  createTables(prefix: string, withStreams?: boolean): Promise<Record<TableName, string>>;
  dropTables(tables: Readonly<Record<TableName, string>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const port = await freePort();
  const binary = require.resolve('@dynoxide/linux-x64/dynoxide');
  const child = spawn(binary, ['serve', '--port', String(port)], { stdio: 'ignore' });
  await reachable(port, child);
  const newClient = () =>
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'local',
      maxAttempts: 6,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const client = newClient();
  const bare = bareConnections(`http://127.0.0.1:${port}`);
  return {
    client,
    documents: documentsOf(client),
    anotherClient: () => documentsOf(newClient()),
    bareClient: () => bareClient(bare),
    createTables: (prefix, withStreams = false) => createTables(client, prefix, withStreams),
    async dropTables(created) {
      for (const TableName of Object.values(created)) {
        await client.send(new DeleteTableCommand({ TableName }));
      }
    },
    async stop() {
      client.destroy();
      await bare.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function documentsOf(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

async function createTables(client: DynamoDBClient, prefix: string, withStreams: boolean) {
  const named = tableNames.map((name) => [name, `${prefix}-${name}`] as const);
  for (const [name, physical] of named) {
    const isStreamed = withStreams && tables[name].isStreamed;
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const };
    const table = definition(physical, tables[name]);
    const streamed = isStreamed ? { ...table, StreamSpecification: stream } : table;
    await client.send(new CreateTableCommand(streamed));
  }
  return Object.fromEntries(named) as Record<TableName, string>;
}

function definition(TableName: string, { sortsBy, indexes }: TableShape): CreateTableCommandInput {
  const secondary = Object.entries(indexes).map(([IndexName, { key, sort }]) => ({
    IndexName,
    KeySchema: keySchema(key, sort),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  const names = Object.values(indexes).flatMap(({ key, sort }) => [key, sort]);
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: sortsBy === 'number' ? 'N' : 'S' },
      ...names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    ],
    ...(secondary.length ? { GlobalSecondaryIndexes: secondary } : {}),
  };
}

function keySchema(key: string, sort: string) {
  return [
    { AttributeName: key, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function reachable(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error('the engine ended before it answered');
    const isUp = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
      .then(() => true)
      .catch(() => false);
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the engine did not answer within 2 s');
}
