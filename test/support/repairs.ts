import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RepairReply, RepairRequest } from '../../lambdas/contracts/operations';
import type { Clock } from '../../lambdas/core/time';
import { repair } from '../../lambdas/indexing/repair/repair';
import type { RepairDeps } from '../../lambdas/indexing/repair/repair-deps';
import { isBusy } from '../../lambdas/platform/busy';
import { reasonOf } from '../../lambdas/platform/parked-queue';
import { directoryStore } from '../../lambdas/store/directory-store';
import { dueStore } from '../../lambdas/store/due-store';
import { feedStore } from '../../lambdas/store/feed-store';
import { groupStore } from '../../lambdas/store/group-store';
import { indexStores } from '../../lambdas/store/index-stores';
import { jobStore } from '../../lambdas/store/job-store';
import { pointerLists } from '../../lambdas/store/pointer-lists';
import { repairStore } from '../../lambdas/store/repair-store';
import type { TableName } from '../../lib/tables';

export function repairDeps(
  client: DynamoDBDocumentClient,
  tables: Readonly<Record<TableName, string>>,
  now: Clock,
): RepairDeps {
  return {
    ...indexStores(client, tables, 'transaction'),
    directory: directoryStore(client, tables.directory),
    groups: groupStore(client, tables.directory),
    feeds: feedStore(client, tables.feed),
    due: dueStore(client, tables.audienceIndex),
    lists: pointerLists(client, tables.audienceIndex),
    repairs: repairStore(client, tables),
    jobs: jobStore(client, tables.audienceIndex),
    now,
    pause: async () => undefined,
    wait: async () => undefined,
    isBusy,
    reasonOf,
  };
}

/** A whole job, slice after slice. */
export async function runJob(
  request: RepairRequest,
  deps: RepairDeps,
): Promise<RepairReply & { slices: number }> {
  let reply = await repair({ ...request, anew: true }, deps);
  let slices = 1;
  for (; reply.state === 'running'; slices++) reply = await repair(request, deps);
  return { ...reply, slices };
}
