import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditDeps } from '../../lambdas/audit/audit-batch';
import type { IndexDeps } from '../../lambdas/indexing/index-batch';
import type { PointerMode } from '../../lambdas/store/put-rows';
import { auditorOn } from './audited';
import type { Community } from './community';
import { type Exchange, indexerOn, inProcessExchange } from './exchange';
import { type Attempt, besiege } from './hostile';
import { dyingAt } from './hostile-faults';

/** A process that lives until its n-th call: an API, an indexer and an auditor of its own, on tables that outlive it. */
export interface Mortal {
  readonly api: Exchange;
  readonly indexer: IndexDeps;
  readonly auditor: AuditDeps;
}

export interface Deaths {
  readonly sides: readonly ('before' | 'after')[];
  /** The calls at which to die; all, unless said otherwise. */
  readonly counts?: (attempt: Attempt) => boolean;
  /** As on AWS, where batches are the cheaper; in transactions, unless said otherwise. */
  readonly pointerWrites?: PointerMode;
}

/**
 * Lets processes act, one after the other, each of which dies one call later than the last, until one survives;
 * so that every step is the last of one of them. Before a call is where the one before it had its effect: both
 * sides are worth their time only where calls go out side by side and are few. Answers how many died.
 */
export async function dieEverywhere(
  newClient: () => DynamoDBDocumentClient,
  { tables, now, random }: Community,
  { sides, counts, pointerWrites = 'transaction' }: Deaths,
  act: (mortal: Mortal, life: string) => Promise<void>,
): Promise<number> {
  let deaths = 0;
  for (const side of sides) {
    for (let n = 1; ; n++) {
      const death = dyingAt(n, side, counts);
      const client = await besiege(newClient(), death.fault);
      const onError = () => undefined;
      const api = inProcessExchange({ client, tables, now, random, onError });
      const indexer = indexerOn(client, tables, now, { onFailure: onError, pointerWrites });
      const auditor = auditorOn(client, { tables }, { onFailure: onError });
      await act({ api, indexer, auditor }, `${side}${n}`);
      client.destroy();
      if (!death.hasCome) break;
      deaths += 1;
    }
  }
  return deaths;
}
