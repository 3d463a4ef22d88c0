import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { commitStore } from './commit-store';
import type { CommitTables } from './commit-writes';
import { exchangeStore } from './exchange-store';
import { pointerStore } from './pointer-store';
import { probeStore } from './probe-store';
import type { PointerMode } from './put-rows';

export interface IndexTables extends CommitTables {
  readonly exchange: string;
}

/** What it takes to make the index agree with the Exchange. */
export function indexStores(
  client: DynamoDBDocumentClient,
  tables: IndexTables,
  pointerWrites: PointerMode,
) {
  return {
    exchange: exchangeStore(client, tables.exchange),
    commits: commitStore(client, tables),
    pointers: pointerStore(client, tables.audienceIndex, pointerWrites),
    probes: probeStore(client, tables),
  };
}
