import { pathOf, type Seal, type WholeSeal } from '../core/audit-seal';
import type { OwnSeal } from '../core/audit-verify';
import { notFound } from '../core/problem';
import type { SealStore } from '../store/seal-store';
import type { ReadAuditDeps } from './read-audit';

export interface ListSealsDeps {
  readonly seals: Pick<SealStore, 'read' | 'listDays'>;
}

export async function listRoots(
  after: string | undefined,
  limit: number,
  deps: ListSealsDeps,
): Promise<Seal[]> {
  return (await readSeals(after, limit, deps)).map(({ heads: _, ...shown }) => shown);
}

/** What each day's seal says of one chain, and nothing of the others but what the way to the root is made of. */
export async function listSeals(
  chain: string,
  after: string | undefined,
  limit: number,
  deps: ListSealsDeps,
): Promise<OwnSeal[]> {
  const seals = await readSeals(after, limit, deps);
  return seals.map(({ heads, ...shown }) => {
    const at = heads.findIndex((head) => head.chain === chain);
    return { ...shown, head: heads[at] ?? null, path: at < 0 ? [] : pathOf(heads, at) };
  });
}

/** The same of somebody else, for the operator: of a chain that there is. */
export async function listSealsOf(
  chain: string,
  after: string | undefined,
  limit: number,
  deps: ListSealsDeps & Pick<ReadAuditDeps, 'audit'>,
): Promise<OwnSeal[]> {
  const { count } = await deps.audit.readHead(chain);
  if (count === 0) throw notFound();
  return listSeals(chain, after, limit, deps);
}

async function readSeals(
  after = '',
  limit: number,
  { seals }: ListSealsDeps,
): Promise<WholeSeal[]> {
  const days = await seals.listDays(after, limit);
  return Promise.all(days.map((day) => seals.read(day)));
}
