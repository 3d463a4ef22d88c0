import { type AddressDeps, addressFor } from '../core/address';
import type { Audience } from '../core/audience';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import type { IdMaker } from '../core/id';
import type { Idempotency } from '../core/idempotency';
import { DomainError, notFound } from '../core/problem';
import type { Reaction, Relation, Remark, RemarkKind } from '../core/remark';
import { isOwnWrite, moveOn, retract } from '../core/revise';
import type { Warning } from '../core/warning';
import type { ExchangeStore } from '../store/exchange-store';
import { type SaidTo, sayTo } from './say-to';
import type { SeeDeps, Subject } from './see-subject';

export interface RemarkDeps extends SeeDeps, AddressDeps {
  readonly exchange: Pick<ExchangeStore, 'add' | 'readObject' | 'replace'>;
  readonly makeId: IdMaker;
  readonly random: (bytes: number) => Buffer;
}

/** Who says it, and under which Idempotency-Key. */
export interface Speaker {
  readonly caller: Caller;
  readonly idempotency: Idempotency | undefined;
}

export interface Made {
  readonly status: 200 | 201;
  readonly id: string;
  readonly indicatorId: string;
  readonly version: number;
  readonly warnings?: readonly Warning[];
}

export function made(
  status: 200 | 201,
  { id, indicatorId, version }: Pick<Remark, 'id' | 'indicatorId' | 'version'>,
): Made {
  return { status, id, indicatorId, version };
}

/** What every new remark has. */
export function newRemark(
  { indicatorId, type, value }: Subject,
  audiences: readonly Audience[],
  caller: Caller,
  nowMicros: number,
) {
  return {
    ...{ owner: caller.member.id, by: byOf(caller), indicatorId, type, value, audiences },
    ...{ was: {}, state: 'live' as const, version: nowMicros, createdAt: nowMicros },
  };
}

/** The caller's own of a kind, as it stands; whatever else has the id is not there. */
export async function readOwn<K extends RemarkKind>(
  kind: K,
  id: string,
  { member }: Pick<Caller, 'member'>,
  { exchange }: Pick<RemarkDeps, 'exchange'>,
): Promise<Extract<Remark, { kind: K }>> {
  const object = await exchange.readObject({ owner: member.id, id });
  if (object?.kind !== kind || object.state === 'retracted') throw notFound();
  return object as Extract<Remark, { kind: K }>;
}

/** Takes the caller's own back from every audience. */
export async function retractRemark(
  kind: RemarkKind,
  id: string,
  caller: Caller,
  deps: Pick<RemarkDeps, 'exchange' | 'now'>,
): Promise<void> {
  let old: Remark | undefined = await readOwn(kind, id, caller, deps);
  while (old && old.state !== 'retracted') {
    const retracted: Remark = retract(old, deps.now(), byOf(caller));
    old = await deps.exchange.replace(retracted, old.version);
    if (!old || isOwnWrite(old, retracted)) return;
  }
}

type Keyed = Reaction | Relation;
const tries = 5;

/** Says what has a natural key: what is there already stays as it is, or is taken from audiences with its version. */
export async function putRemark(
  fresh: Keyed,
  { around, said }: { readonly around: ReadonlySet<Audience>; readonly said: Said },
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  const audiences = await sayTo(said, around, caller, addressFor(caller, deps));
  const mine: Keyed = { ...fresh, audiences };
  let old: Keyed | undefined = await deps.exchange.add<Keyed>(mine);
  if (!old || isOwnWrite(old, mine)) return made(201, mine);
  for (let attempt = 0; old && attempt < tries; attempt++) {
    const isBack: boolean = old.state === 'retracted';
    if (!isBack && isSame(old.audiences, audiences)) return made(200, old);
    if (!isBack) requireNarrower(old, audiences, said.version);
    const step = { audiences, state: 'live' as const, by: byOf(caller) };
    const next: Keyed = moveOn<Keyed>(isBack ? { ...old, ...anew(mine) } : old, step, deps.now());
    const standing: Keyed | undefined = await deps.exchange.replace<Keyed>(next, old.version);
    if (!standing || isOwnWrite(standing, next)) return made(isBack ? 201 : 200, next);
    old = standing;
  }
  throw stale(old);
}

/** What is said of what has a natural key; `version` where it is taken from audiences. */
export interface Said extends SaidTo {
  readonly version?: number | undefined;
}

/** Of what is said again after it was taken back: when, and about which tags. */
function anew(mine: Keyed): Pick<Keyed, 'createdAt'> {
  const { createdAt } = mine;
  const { tagsDigest } = mine as Reaction;
  return { createdAt, ...(tagsDigest === undefined ? {} : { tagsDigest }) };
}

function requireNarrower(
  old: Keyed,
  audiences: readonly Audience[],
  version: number | undefined,
): void {
  if (!audiences.every((one) => old.audiences.includes(one))) {
    const detail = 'What was said goes to nobody else later: take it back, and say it anew.';
    throw new DomainError('audience.cannot_widen', detail, { pointer: '/audience' });
  }
  if (version !== old.version) throw stale(old);
}

function isSame(a: readonly Audience[], b: readonly Audience[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

export function stale(current: Pick<Remark, 'version'> | undefined): DomainError {
  return new DomainError(
    'remark.version_stale',
    'It is not the version that you read: read it again and decide anew.',
    { pointer: '/version', extra: current ? { version: current.version } : {} },
  );
}
