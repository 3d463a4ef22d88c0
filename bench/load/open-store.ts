import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { physicalName } from '../../lib/local-cloud/attributes';
import { Blueprint } from '../../lib/local-cloud/blueprint';
import type { EngineCall } from '../../lib/local-cloud/engine-call';
import { region } from '../../lib/local-cloud/place';
import { startStorage } from '../../lib/local-cloud/storage';
import { Teardown } from '../../lib/local-cloud/teardown';
import { tableNames, tables } from '../../lib/tables';
import type { LoadTarget } from './load-rows';
import type { Tables } from './plan-rows';

export interface OpenStore extends LoadTarget {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** The tables of a data folder on their engine, as the local cloud sets it up, with nobody else there. */
export async function openStore(assembly: string, data: string): Promise<OpenStore> {
  const blueprint = new Blueprint(assembly);
  const teardown = new Teardown();
  const { call, engine } = await startStorage(blueprint, data, () => {}, teardown);
  const documents = documentsAt(engine.endpoint);
  return {
    ...{ call, documents },
    tables: physicalTables(blueprint),
    endpoint: engine.endpoint,
    async close() {
      documents.destroy();
      await teardown.run();
    },
  };
}

export function documentsAt(endpoint: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** As the template names them. */
export function physicalTables(blueprint: Blueprint): Tables {
  const named = tableNames.map((name) => {
    const resource = blueprint.find('AWS::DynamoDB::Table', tables[name].id);
    return [name, physicalName(resource)];
  });
  return Object.fromEntries(named) as Tables;
}

/**
 * Without streams, so that what is loaded is no news to anybody: the indexer would look at each row again,
 * in the midst of what is measured. Answers how to put them back.
 */
export async function withoutStreams(
  call: EngineCall,
  tables: Tables,
): Promise<() => Promise<void>> {
  const streamed: (readonly [string, unknown])[] = [];
  for (const TableName of Object.values(tables)) {
    const { Table } = await call<Described>('DynamoDB_20120810.DescribeTable', { TableName });
    if (Table.StreamSpecification?.StreamEnabled) {
      streamed.push([TableName, Table.StreamSpecification]);
      await setStream(call, TableName, { StreamEnabled: false });
    }
  }
  return async () => {
    for (const [table, specification] of streamed) await setStream(call, table, specification);
  };
}

interface Described {
  readonly Table: { readonly StreamSpecification?: { readonly StreamEnabled: boolean } };
}

function setStream(call: EngineCall, TableName: string, StreamSpecification: unknown) {
  return call('DynamoDB_20120810.UpdateTable', { TableName, StreamSpecification });
}
