import { unusable } from '../core/address';
import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import type { IdMaker } from '../core/id';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { newId } from '../core/new-object';
import { DomainError, notFound } from '../core/problem';
import { type Clock, nextVersion } from '../core/time';
import {
  type Condition,
  type ValueField,
  valueCount,
  type WrittenCondition,
  watchLimits,
  writtenAs,
} from '../core/watch/condition';
import { readConditions } from '../core/watch/read-conditions';
import { retroPending, type Watch } from '../core/watch/watch';
import type { StoredWatch, WatchStore } from '../store/watch-store';
import type { WatchTask } from '../store/watch-task-store';
import { type PostDeps, postWatch } from './post-watch';

export interface WatchDeps extends PostDeps {
  readonly watches: WatchStore;
  readonly makeId: IdMaker;
  readonly random: (bytes: number) => Buffer;
  readonly now: Clock;
}

interface Asking {
  readonly caller: Caller;
  readonly idempotency: Idempotency | undefined;
}

export interface NewWatch {
  readonly name: string;
  readonly conditions: readonly WrittenCondition[];
  readonly expiresAt?: string | null | undefined;
}

/** Makes a watch that is found by what it watches from the answer on. A repeat of the request is answered with it. */
export async function createWatch(
  { name, conditions: written, expiresAt = null }: NewWatch,
  { caller, idempotency }: Asking,
  deps: WatchDeps,
): Promise<{ readonly status: 200 | 201; readonly watch: Watch }> {
  const member = caller.member.id;
  const id = newId('watch', caller, idempotency, deps);
  const conditions = conditionsFor(caller, written);
  const now = deps.now();
  refusePast(expiresAt, now);
  const frame = { id, member, name, state: 'live' as const, version: now, createdAt: now };
  const watch: Watch = {
    ...frame,
    ...{ conditions, expiresAt: utc(expiresAt), retro: retroPending },
    ...(idempotency ? { mark: idempotency } : {}),
  };
  const task: WatchTask = { step: 'post', version: now, at: now, runs: true };
  if (!(await deps.watches.add(watch, task))) {
    const standing = await deps.watches.read(member, id);
    if (!standing) throw await refusal(member, 1, valueCount(conditions), deps);
    if (!isRepeat(standing.mark, idempotency)) throw stale(standing);
    return { status: 200, watch: standing };
  }
  await postWatch({ member, id, task }, deps);
  return { status: 201, watch };
}

export interface WatchPatch {
  readonly name?: string | undefined;
  readonly state?: 'live' | 'paused' | undefined;
  readonly expiresAt?: string | null | undefined;
  readonly conditions?: readonly WrittenCondition[] | undefined;
  readonly version?: number | undefined;
}

/** Changes a watch. Of other conditions it is run against what is there already, too. */
export async function changeWatch(
  id: string,
  patch: WatchPatch,
  { caller, idempotency }: Asking,
  deps: WatchDeps,
): Promise<Watch> {
  const was = await deps.watches.read(caller.member.id, id);
  if (!was) throw notFound();
  if (idempotency && isRepeat(was.mark, idempotency)) return was;
  if (patch.version !== undefined && patch.version !== was.version) throw stale(was);
  const { said, ...before } = was;
  const now = deps.now();
  const expiresAt = patch.expiresAt === undefined ? before.expiresAt : utc(patch.expiresAt);
  refusePast(expiresAt, now);
  const conditions = patch.conditions ? conditionsFor(caller, patch.conditions) : was.conditions;
  const isOther = JSON.stringify(conditions) !== JSON.stringify(was.conditions);
  const isPosted = isOther || was.state === 'expired';
  const watch: Watch = {
    ...before,
    ...{ conditions, expiresAt, version: nextVersion(was.version, now) },
    name: patch.name ?? was.name,
    state: patch.state ?? (was.state === 'expired' ? 'live' : was.state),
    retro: isPosted ? retroPending : was.retro,
    ...(idempotency ? { mark: idempotency } : {}),
  };
  const gone = isOther && was.state !== 'expired' ? { was: said } : {};
  const task: WatchTask = { step: 'post', version: watch.version, at: now, runs: true, ...gone };
  const isDone = await deps.watches.replace(was, watch, isPosted ? task : undefined);
  if (!isDone)
    throw await refusal(was.member, 0, valueCount(conditions) - valueCount(was.conditions), deps);
  if (isPosted) await postWatch({ member: was.member, id, task }, deps);
  return watch;
}

export interface MoreValues {
  readonly condition: number;
  readonly field: ValueField;
  readonly values: readonly string[];
  readonly version?: number | undefined;
}

/** Adds values to one of a watch's lists. */
export async function addValues(
  id: string,
  { condition: at, field, values, version }: MoreValues,
  asking: Asking,
  deps: WatchDeps,
): Promise<Watch> {
  const was = await deps.watches.read(asking.caller.member.id, id);
  if (!was) throw notFound();
  const written = was.conditions.map((one) => writtenAs(one, Number.POSITIVE_INFINITY));
  const one = written[at];
  if (!one?.[field]) {
    throw new DomainError('field.invalid', `It has no condition ${at} with ${field}.`, {
      pointer: '/field',
    });
  }
  const more = { ...one, [field]: [...listIn(one, field), ...values] };
  const conditions = written.map((other, place) => (place === at ? more : other));
  return changeWatch(id, { conditions, version: version ?? was.version }, asking, deps);
}

function listIn(condition: WrittenCondition, field: ValueField): readonly string[] {
  return condition[field] ?? [];
}

/** From the answer on it tells nothing: what is told names a watch that is there. */
export async function removeWatch(id: string, { caller }: Asking, deps: WatchDeps): Promise<void> {
  const was = await deps.watches.read(caller.member.id, id);
  if (!was) throw notFound();
  const version = nextVersion(was.version, deps.now());
  const gone = was.state === 'expired' ? {} : { was: was.said };
  const task: WatchTask = { step: 'post', version, at: deps.now(), runs: false, ...gone };
  if (!(await deps.watches.remove(was, task))) throw busy();
  await postWatch({ member: was.member, id, task }, deps);
}

/** What a caller writes, if it may name the audiences in it. */
export function conditionsFor(caller: Caller, written: readonly WrittenCondition[]): Condition[] {
  const named = written.flatMap(({ audiences = [] }) => audiences as Audience[]);
  if (named.some((audience) => !caller.audiences.includes(audience))) throw unusable();
  return readConditions(written);
}

/** Why a write was not done: too much, or another at the same time. */
async function refusal(member: string, watches: number, values: number, deps: WatchDeps) {
  const has = await deps.watches.count(member);
  const { watches: mostWatches, valuesOfMember: mostValues } = watchLimits;
  if (has.watches + watches > mostWatches) {
    const detail = `You have ${mostWatches} watches already: remove one first.`;
    return new DomainError('watch.too_many', detail, { extra: { most: mostWatches } });
  }
  if (has.values + values > mostValues) {
    const detail = `All your watches together have at most ${mostValues} values.`;
    return new DomainError('watch.too_many', detail, { extra: { most: mostValues } });
  }
  return busy();
}

function busy(): DomainError {
  return new DomainError('storage.busy', 'It is being changed just now; try again.');
}

function stale({ version }: Pick<StoredWatch, 'version'>): DomainError {
  return new DomainError(
    'watch.version_stale',
    'It was changed since you read it: read it again, and send its version.',
    { pointer: '/version', extra: { version } },
  );
}

function refusePast(expiresAt: string | null, nowMicros: number): void {
  if (expiresAt === null || Date.parse(expiresAt) * 1000 > nowMicros) return;
  throw new DomainError('field.invalid', 'It is over already.', { pointer: '/expiresAt' });
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
