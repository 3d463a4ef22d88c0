import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { mostNamed, type Named, type NamedKind } from '../core/named';
import { DomainError } from '../core/problem';
import type { Clock } from '../core/time';
import type { NamedStore, StoredNamed } from '../store/named-store';

export interface PutNamedDeps<T> {
  readonly store: Pick<NamedStore<T>, 'read' | 'list' | 'put'>;
  readonly now: Clock;
}

export interface PuttingRequest {
  readonly caller: Caller;
  readonly idempotency: Idempotency | undefined;
}

interface Put<T> {
  readonly name: string;
  readonly content: T;
  /** That the caller has read. */
  readonly version: number | undefined;
}

const rounds = 3;

/** Keeps something under a name: 201 where there was nothing; what says the same again changes nothing. */
export async function putNamed<T>(
  kind: NamedKind,
  { name, content, version }: Put<T>,
  { caller, idempotency }: PuttingRequest,
  { store, now }: PutNamedDeps<T>,
): Promise<{ readonly status: number; readonly stored: Named<T> }> {
  const memberId = caller.member.id;
  for (let round = 1; round <= rounds; round++) {
    const was = await store.read(memberId, name);
    if (was && isRepeat(was.mark, idempotency)) return { status: 200, stored: was };
    refuseStale(was, version);
    if (was && isSame(was.content, content)) return { status: 200, stored: was };
    const next = Math.max((was?.version ?? 0) + 1, now());
    const stored = { name, content, version: next, ...(idempotency ? { mark: idempotency } : {}) };
    const put = { ...stored, replaces: was?.version, by: byOf(caller) };
    if (await store.put(memberId, put)) return { status: was ? 200 : 201, stored };
    if (!was) await refuseTooMany(kind, memberId, store);
  }
  throw new DomainError('storage.busy', 'Storage is busy; try again.');
}

function refuseStale<T>(was: StoredNamed<T> | undefined, version: number | undefined): void {
  if (version === undefined || version === (was?.version ?? 0)) return;
  throw new DomainError(
    'named.version_stale',
    'It was changed since you read it: read it again, and send its version.',
    { pointer: '/version', extra: { version: was?.version ?? 0 } },
  );
}

async function refuseTooMany<T>(
  kind: NamedKind,
  memberId: string,
  store: PutNamedDeps<T>['store'],
): Promise<void> {
  const most = mostNamed[kind];
  if ((await store.list(memberId)).length < most) return;
  throw new DomainError('named.too_many', `You have ${most} already: remove one first.`, {
    extra: { most },
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
