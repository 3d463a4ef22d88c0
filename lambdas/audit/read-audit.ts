import type { AuditEntry, AuditKind, ChainHead } from '../core/audit';
import type { TellRead } from '../core/audit-read';
import type { Caller } from '../core/caller';
import { notFound } from '../core/problem';
import type { AuditStore } from '../store/audit-store';

export interface ReadAuditDeps {
  readonly audit: Pick<AuditStore, 'readHead' | 'readEntries'>;
  readonly tellRead: TellRead;
}

export interface AuditRequest {
  readonly after: number;
  readonly limit: number;
  readonly kind?: AuditKind | undefined;
}

export interface AuditPage {
  readonly chain: string;
  readonly entries: readonly AuditEntry[];
  readonly head: ChainHead;
  readonly next: number;
  readonly more: boolean;
}

/** One page of a chain. The head is read last, so that no entry is after it but one that nobody appended. */
export async function readAudit(
  chain: string,
  { after, limit, kind }: AuditRequest,
  { audit }: Pick<ReadAuditDeps, 'audit'>,
): Promise<AuditPage> {
  const entries = await audit.readEntries(chain, after, limit);
  const { count, hash } = await audit.readHead(chain);
  const next = entries.at(-1)?.n ?? after;
  return {
    ...{ chain, head: { count, hash }, next, more: entries.length > 0 && next < count },
    entries: kind ? entries.filter((entry) => entry.kind === kind) : entries,
  };
}

/** The same of somebody else, for the operator; it is put on record that the operator looked. */
export async function readAuditOf(
  chain: string,
  request: AuditRequest,
  operator: Caller,
  deps: ReadAuditDeps,
): Promise<AuditPage> {
  const page = await readAudit(chain, request, deps);
  if (page.head.count === 0 && page.entries.length === 0) throw notFound();
  const { after } = request;
  const about = { of: chain, after, next: page.next, entries: page.entries.length };
  // Of its own it would never come to an end: each look makes an entry.
  if (chain !== operator.member.id) await deps.tellRead(operator, 'audit.read', about);
  return page;
}
