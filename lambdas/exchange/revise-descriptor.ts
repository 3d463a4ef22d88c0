import type { z } from 'zod';
import type { patchDescriptorBody } from '../contracts/descriptors.contract';
import { type Audience, audienceChoice, audiencesChosen, memberAudience } from '../core/audience';
import type { By } from '../core/by';
import type { Descriptor, Opinion } from '../core/descriptor';
import { type Idempotency, isRepeat, marked } from '../core/idempotency';
import { opinionOf, patchOpinion } from '../core/opinion-fields';
import { DomainError, notFound } from '../core/problem';
import { isOwnWrite, isSameRevision, revise, stateFor, withoutOwn } from '../core/revise';
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
  { id, by }: { readonly id: string; readonly by: By },
  patch: PatchRequest,
  address: Address,
  idempotency: Idempotency | undefined,
  deps: ReviseDeps,
): Promise<Descriptor> {
  const old = await readStanding({ owner: by.member, id }, deps);
  if (isRepeat(old.idempotency, idempotency)) {
    return { ...old, version: old.idempotency?.version ?? old.version };
  }
  if (old.version !== patch.version) throw stale(old);
  const opinion = patchOpinion(old.opinion, patch);
  const audiences = await audiencesAfter(patch, opinion, old, address);
  const revision = { opinion, audiences, state: stateFor(opinion, deps.now()), by };
  if (isSameRevision(old, revision)) return old;
  const revised = marked(revise(old, revision, deps.now()), idempotency, 200);
  const standing = await deps.exchange.replace(revised, old.version);
  if (standing && !isOwnWrite(standing, revised)) throw stale(standing);
  return revised;
}

/** Takes the caller's descriptor back from every audience; what it said is not kept. */
export async function retractDescriptor(
  { id, by }: { readonly id: string; readonly by: By },
  idempotency: Idempotency | undefined,
  deps: ReviseDeps,
): Promise<void> {
  let old = await deps.exchange.read({ owner: by.member, id });
  while (old) {
    if (isRepeat(old.idempotency, idempotency)) return;
    if (old.state === 'retracted') break;
    const { audiences, version } = old;
    const nothing = opinionOf({ status: 'UNKNOWN' });
    const revision = { opinion: nothing, audiences, state: 'retracted', by } as const;
    const retracted = marked(revise(old, revision, deps.now()), idempotency, 204);
    old = await deps.exchange.replace(retracted, version);
    if (!old || isOwnWrite(old, retracted)) return;
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

/**
 * Whoever has lost the use of an audience can still narrow away from it or retract, but say nothing new in it:
 * new words must be addressed like a publish.
 */
async function audiencesAfter(
  patch: PatchRequest,
  opinion: Opinion,
  old: Descriptor,
  address: Address,
): Promise<readonly Audience[]> {
  const chosen = patch.audience && withoutOwn(audiencesChosen(patch.audience), old.owner);
  const isNarrowed = chosen?.length && chosen.every((audience) => old.audiences.includes(audience));
  const saysNothingNew = JSON.stringify(opinion) === JSON.stringify(old.opinion);
  if (saysNothingNew && (!patch.audience || isNarrowed)) return chosen ?? old.audiences;
  const standing = audienceChoice([...old.audiences, memberAudience(old.owner)]);
  return address(patch.audience ?? standing);
}

function stale(current: Descriptor): DomainError {
  return new DomainError(
    'descriptor.version_stale',
    'It has changed since you read it: read it again and decide anew.',
    { pointer: '/version', extra: { version: current.version } },
  );
}
