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
import type { Clock } from '../core/time';
import { tlpWarnings } from '../core/tlp';
import { type Warning, withWarnings } from '../core/warning';
import type { ExchangeStore } from '../store/exchange-store';
import type { Writer } from './writer';

export interface PublishDeps {
  readonly exchange: Pick<ExchangeStore, 'add' | 'read' | 'replace'>;
  readonly makeId: IdMaker;
  readonly now: Clock;
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
  deps: Pick<PublishDeps, 'makeId' | 'now'>,
): Promise<Draft> {
  const descriptor = await composeDescriptor(request, writer, deps);
  const { opinion, audiences } = descriptor;
  const warnings = tlpWarnings(opinion.tlp, audiences, writer.caller.governance.policy.tlp);
  return { descriptor, warnings };
}

/** What a request says, to whom it may be said; whether it should be is judged by others. */
export async function composeDescriptor(
  request: PublishRequest,
  { caller, address, idempotency }: Writer,
  { makeId, now }: Pick<PublishDeps, 'makeId' | 'now'>,
): Promise<Descriptor> {
  const by = byOf(caller);
  const audiences = await address(request.audience);
  const indicator = indicatorIn(readIndicator(request.value, request.type));
  const indicatorId = makeId('indicator', indicator.type, indicator.value).id;
  const ids = makeId('descriptor', by.member, indicatorId);
  const version = now();
  const mark = idempotency && { ...idempotency, status: 201, version };
  const opinion = opinionOf(request);
  const input = { ids, indicatorId, by, indicator, opinion, audiences, idempotency: mark };
  return newDescriptor(input, version);
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
    const revision = { opinion, audiences, state: stateFor(opinion, deps.now()), by };
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
