import type { z } from 'zod';
import type { patchDescriptorBody } from '../contracts/descriptors.contract';
import { type Audience, audiencesChosen } from '../core/audience';
import type { Descriptor } from '../core/descriptor';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { opinionOf, patchOpinion } from '../core/opinion-fields';
import { DomainError, notFound } from '../core/problem';
import { isSameRevision, revise, stateFor } from '../core/revise';
import type { Clock } from '../core/time';
import type { ExchangeStore } from '../store/exchange-store';
import type { Address } from './address';

export interface ReviseDeps {
  readonly exchange: Pick<ExchangeStore, 'read' | 'replace'>;
  readonly now: Clock;
}

export type PatchRequest = z.output<typeof patchDescriptorBody>;

/** Changes some fields of the caller's descriptor, if it is still the version that was read. */
export async function patchDescriptor(
  ref: { readonly owner: string; readonly id: string },
  patch: PatchRequest,
  address: Address,
  idempotency: Idempotency | undefined,
  deps: ReviseDeps,
): Promise<Descriptor> {
  const old = await readStanding(ref, deps);
  if (isRepeat(old.idempotency, idempotency)) return old;
  if (old.version !== patch.version) throw stale(old);
  const opinion = patchOpinion(old.opinion, patch);
  const audiences = await audiencesAfter(patch.audience, old, address);
  const revision = { opinion, audiences, state: stateFor(opinion, deps.now()) };
  if (isSameRevision(old, revision)) return old;
  const mark = idempotency ? { idempotency: { ...idempotency, status: 200 } } : {};
  const revised = { ...revise(old, revision, deps.now()), ...mark };
  const standing = await deps.exchange.replace(revised, old.version);
  if (standing) throw stale(standing);
  return revised;
}

/** Takes the caller's descriptor back from every audience; what it said is not kept. */
export async function retractDescriptor(
  ref: { readonly owner: string; readonly id: string },
  idempotency: Idempotency | undefined,
  deps: ReviseDeps,
): Promise<void> {
  let old = await deps.exchange.read(ref);
  while (old) {
    if (isRepeat(old.idempotency, idempotency)) return;
    if (old.state === 'retracted') break;
    const { audiences, version } = old;
    const mark = idempotency ? { idempotency: { ...idempotency, status: 204 } } : {};
    const nothing = opinionOf({ status: 'UNKNOWN' });
    const revision = { opinion: nothing, audiences, state: 'retracted' } as const;
    const retracted = revise(old, revision, deps.now());
    old = await deps.exchange.replace({ ...retracted, ...mark }, version);
    if (!old) return;
  }
  throw notFound();
}

async function readStanding(
  ref: { readonly owner: string; readonly id: string },
  deps: ReviseDeps,
): Promise<Descriptor> {
  const descriptor = await deps.exchange.read(ref);
  if (!descriptor || descriptor.state === 'retracted') throw notFound();
  return descriptor;
}

/** Naming the audiences that stand is no change, also when the owner has since left one of them. */
async function audiencesAfter(
  choice: PatchRequest['audience'],
  { audiences }: Descriptor,
  address: Address,
): Promise<readonly Audience[]> {
  if (!choice || JSON.stringify(audiencesChosen(choice)) === JSON.stringify(audiences)) {
    return audiences;
  }
  return address(choice);
}

function stale(current: Descriptor): DomainError {
  return new DomainError(
    'descriptor.version_stale',
    'It has changed since you read it: read it again and decide anew.',
    { pointer: '/version', extra: { version: current.version } },
  );
}
