import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appendEvents } from '../../lambdas/audit/append-events';
import { type AuditDeps, auditBatch } from '../../lambdas/audit/audit-batch';
import { sealDay } from '../../lambdas/audit/seal-day';
import { isBusy } from '../../lambdas/platform/busy';
import { readRecord } from '../../lambdas/platform/change-handler';
import type { ItemChange } from '../../lambdas/store/audit-changes';
import { auditStore } from '../../lambdas/store/audit-store';
import type { TableName } from '../../lib/tables';
import type { Community } from './community';

/** An auditor of its own on a community's tables. */
export function auditorOn(
  client: DynamoDBDocumentClient,
  { tables }: Pick<Community, 'tables'>,
  more: Partial<AuditDeps> = {},
): AuditDeps {
  return {
    audit: auditStore(client, tables.audit),
    pause: async () => undefined,
    isBusy,
    park: async () => false,
    onFailure: (_, error) => {
      throw error;
    },
    ...more,
  };
}

/** What a community's streams have told since the last time: of the Directory, then of the Exchange. */
export async function streamsOf(
  client: DynamoDBDocumentClient,
  { tables }: Community,
  names: readonly TableName[] = ['directory', 'exchange'],
) {
  const { endpoint, region, credentials } = client.config;
  const at = endpoint && (await endpoint());
  const url = `http://${at?.hostname}:${at?.port}`;
  const streams = new DynamoDBStreamsClient({ endpoint: url, region, credentials });
  const readers = await Promise.all(names.map((name) => streamReader(streams, tables[name])));
  return async (): Promise<ItemChange[]> => {
    const changes: ItemChange[] = [];
    for (const read of readers) changes.push(...(await read()));
    return changes;
  };
}

async function streamReader(streams: DynamoDBStreamsClient, TableName: string) {
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams[0]?.StreamArn ?? '';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  let { ShardIterator: next } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  return async (): Promise<ItemChange[]> => {
    const records: _Record[] = [];
    for (;;) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator: next }));
      next = page.NextShardIterator;
      if (!page.Records?.length) return records.sort(bySequence).flatMap(readRecord);
      records.push(...page.Records);
    }
  };
}

/** The engine in memory takes sequence numbers for words. */
function bySequence(a: _Record, b: _Record): number {
  return Number(a.dynamodb?.SequenceNumber) - Number(b.dynamodb?.SequenceNumber);
}

/** A community whose audit is written when it is asked for: what the streams tell, and what was read. */
export async function audited(client: DynamoDBDocumentClient, world: Community) {
  const read = await streamsOf(client, world);
  const deps = auditorOn(client, world);
  const store = auditStore(client, world.tables.audit);
  let reads = 0;
  const seals = { seals: world.seals, lock: () => ({}), now: world.now };
  return {
    ...world,
    auditor: deps,
    async audit() {
      await auditBatch(await read(), deps);
      await appendEvents(world.told.slice(reads), deps);
      reads = world.told.length;
    },
    seal: (onShrunk: (chains: readonly string[]) => void = () => undefined) =>
      sealDay({ ...seals, audit: store, onShrunk }),
  };
}
