import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { postingStore } from './posting-store';
import type { PointerMode } from './put-rows';
import { tokenStore } from './token-store';
import { watchStore } from './watch-store';
import { watchTaskStore } from './watch-task-store';

/** All that a change of a watch is written to. */
export function watchStores(client: DynamoDBDocumentClient, table: string, mode: PointerMode) {
  return {
    watches: watchStore(client, table),
    tasks: watchTaskStore(client, table),
    postings: postingStore(client, table, mode),
    tokens: tokenStore(client, table, mode),
  };
}
