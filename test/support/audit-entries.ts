import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type AuditEntry, auditEntry } from '../../lambdas/core/audit';
import { chainVerifier, type Fault } from '../../lambdas/core/audit-verify';
import { auditStore } from '../../lambdas/store/audit-store';
import type { Community } from './community';
import { scan } from './stored';

const row = z.object({ pk: z.string().startsWith('entries/') });

/** Every entry of every chain, each chain in its order. */
export async function allEntries(
  client: DynamoDBDocumentClient,
  { tables }: Pick<Community, 'tables'>,
): Promise<AuditEntry[]> {
  const items = await scan(client, tables.audit);
  return items
    .filter((item) => row.safeParse(item).success)
    .map((item) => auditEntry.parse(item))
    .sort((a, b) => (a.chain === b.chain ? a.n - b.n : a.chain < b.chain ? -1 : 1));
}

/** What is wrong with the chains: a link, a head, or an event that has two entries in one. */
export async function chainFaults(
  client: DynamoDBDocumentClient,
  world: Pick<Community, 'tables'>,
): Promise<(Fault | string)[]> {
  const store = auditStore(client, world.tables.audit);
  const faults: (Fault | string | undefined)[] = [];
  for (const [chain, entries] of Map.groupBy(await allEntries(client, world), (e) => e.chain)) {
    const verifier = chainVerifier(chain, []);
    faults.push(verifier.take(entries), verifier.end(await store.readHead(chain)));
    const ids = entries.map(({ id }) => id);
    faults.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is double`));
  }
  return faults.filter((fault) => fault !== undefined);
}
