import type { z } from 'zod';
import type { publishDescriptorBody } from '../contracts/descriptors.contract';
import { byOf } from '../core/by';
import type { Descriptor } from '../core/descriptor';
import type { IdMaker } from '../core/id';
import { type Idempotency, isRepeat, marked } from '../core/idempotency';
import { type IndicatorVerdict, readIndicator } from '../core/indicator/read-indicator';
import { opinionOf } from '../core/opinion-fields';
import { DomainError } from '../core/problem';
import { newDescriptor } from '../core/publish';
import { isOwnWrite, isSameRevision, revise, stateFor } from '../core/revise';
import type { Examination } from '../core/screen/examine';
import type { Examine } from '../core/screen/examiner';
import { screenWarnings } from '../core/screen/warnings';
import type { Clock } from '../core/time';
import { tlpWarnings } from '../core/tlp';
import { type Warning, withWarnings } from '../core/warning';
import type { ExchangeStore } from '../store/exchange-store';
import type { Writer } from './writer';

export interface PublishDeps {
  readonly exchange: Pick<ExchangeStore, 'add' | 'read' | 'replace'>;
  readonly makeId: IdMaker;
  readonly now: Clock;
  /** What the screen and the lists of what is known to be good say of a draft. */
  readonly examine: Examine;
  /** Two objects with one id: the operator is woken. */
  readonly onClash: () => void;
}

export interface Published {
  readonly status: 200 | 201;
  readonly id: string;
  readonly indicatorId: string;
  readonly version: number;
  readonly warnings?: readonly Warning[];
}

export type PublishRequest = z.output<typeof publishDescriptorBody>;

/** What a request would write, and what there is to say about it. */
export interface Draft {
  readonly descriptor: Descriptor;
  readonly warnings: readonly Warning[];
}

/** The draft of a request, if it is one that the caller may make. */
export async function draftDescriptor(
  request: PublishRequest,
  writer: Writer,
  deps: ComposeDeps,
): Promise<Draft> {
  const { descriptor, examined } = await composeDescriptor(request, writer, deps);
  if (examined.refusal) throw examined.refusal;
  const { opinion, audiences } = descriptor;
  const { tlp } = writer.caller.governance.policy;
  const warnings = [...tlpWarnings(opinion.tlp, audiences, tlp), ...screenWarnings(examined)];
  return { descriptor, warnings };
}

export type ComposeDeps = Pick<PublishDeps, 'makeId' | 'now' | 'examine'>;

export interface Composed {
  /** As it would be stored: with what is personal masked in its texts. */
  readonly descriptor: Descriptor;
  readonly examined: Examination;
}

/** What a request says, to whom it may be said, and what the screen says of it; whether it should be is judged by others. */
export async function composeDescriptor(
  request: PublishRequest,
  { caller, address, idempotency }: Writer,
  { makeId, now, examine }: ComposeDeps,
): Promise<Composed> {
  const by = byOf(caller);
  const audiences = await address(request.audience);
  const indicator = indicatorIn(readIndicator(request.value, request.type));
  const examined = await examine({ ...request, indicator }, caller.governance);
  const indicatorId = makeId('indicator', indicator.type, indicator.value).id;
  const ids = makeId('descriptor', by.member, indicatorId);
  const version = now();
  const mark = idempotency && { ...idempotency, status: 201, version };
  const opinion = opinionOf({ ...request, ...examined.texts });
  const { override } = examined;
  const said = { indicatorId, indicator, opinion, audiences, override };
  return { descriptor: newDescriptor({ ids, by, ...said, idempotency: mark }, version), examined };
}

/** Upserts the caller's opinion on an indicator. What is there already, word for word, stays untouched. */
export async function publishDescriptor(
  { descriptor: fresh, warnings }: Draft,
  { idempotency, plan }: Pick<Writer, 'idempotency' | 'plan'>,
  deps: PublishDeps,
): Promise<Published> {
  if (plan) {
    // What was done under a plan is answered as it was, whoever has joined since.
    const done = idempotency && (await deps.exchange.read(fresh));
    if (done && isRepeat(done.idempotency, idempotency)) return repeated(done);
    await plan(fresh.audiences);
  }
  const standing = await deps.exchange.add(fresh);
  const isNew = !standing || isOwnWrite(standing, fresh);
  const published = isNew
    ? answer(201, fresh)
    : await replaceStanding(standing, fresh, idempotency, deps);
  return withWarnings(published, warnings);
}

function indicatorIn(verdict: IndicatorVerdict) {
  if (verdict.kind === 'indicator') return verdict.indicator;
  const { reason, detail, candidates } = verdict;
  throw new DomainError('indicator.refused', detail, {
    pointer: '/value',
    extra: { reason, ...(candidates ? { candidates } : {}) },
  });
}

/** How often two writers of one owner may get in each other's way before one is told so. */
const tries = 5;

async function replaceStanding(
  standing: Descriptor,
  fresh: Descriptor,
  idempotency: Idempotency | undefined,
  deps: PublishDeps,
): Promise<Published> {
  let old: Descriptor | undefined = standing;
  for (let attempt = 0; old && attempt < tries; attempt++) {
    if (old.mac !== fresh.mac) throw clash(deps);
    if (isRepeat(old.idempotency, idempotency)) return repeated(old);
    const { opinion, audiences, by } = fresh;
    const isBack = old.state === 'retracted';
    const state = stateFor(opinion, deps.now(), old);
    const revision = { opinion, audiences, state, by, override: fresh.override ?? null };
    if (isSameRevision(old, revision)) return answer(200, old);
    const status = isBack ? 201 : 200;
    const next = { ...revise(old, revision, deps.now()), raw: fresh.raw };
    const revised = marked(next, idempotency, status);
    old = await deps.exchange.replace(revised, old.version);
    if (!old || isOwnWrite(old, revised)) return answer(status, revised);
  }
  throw new DomainError(
    'descriptor.version_stale',
    'Others are writing this descriptor; try again.',
  );
}

function repeated({ id, indicatorId, idempotency }: Descriptor): Published {
  const { status, version = 0 } = idempotency ?? {};
  return answer(status === 201 ? 201 : 200, { id, indicatorId, version });
}

function answer(
  status: 200 | 201,
  { id, indicatorId, version }: Pick<Descriptor, 'id' | 'indicatorId' | 'version'>,
): Published {
  return { status, id, indicatorId, version };
}

function clash({ onClash }: PublishDeps): DomainError {
  onClash();
  return new DomainError(
    'id.clash',
    'Two different objects have one id here; the operator was told.',
  );
}
