import type { z } from 'zod';
import type { patchDescriptorBody } from '../contracts/descriptors.contract';
import { requireAgreed } from '../core/agreement-due';
import { type Audience, audienceChoice, audiencesChosen } from '../core/audience';
import { type By, byOf } from '../core/by';
import type { Descriptor, Opinion } from '../core/descriptor';
import { type Idempotency, isRepeat, marked } from '../core/idempotency';
import { patchOpinion } from '../core/opinion-fields';
import { DomainError, notFound } from '../core/problem';
import { isOwnWrite, isSameRevision, retract, revise, stateFor, withoutOwn } from '../core/revise';
import type { Draft } from '../core/screen/examine';
import type { Examine } from '../core/screen/examiner';
import { screenWarnings } from '../core/screen/warnings';
import type { Clock } from '../core/time';
import { tlpWarnings } from '../core/tlp';
import { type Warning, withWarnings } from '../core/warning';
import type { ExchangeStore } from '../store/exchange-store';
import type { Writer } from './writer';

export interface ReviseDeps {
  readonly exchange: Pick<ExchangeStore, 'read' | 'replace'>;
  readonly now: Clock;
  readonly examine: Examine;
}

export type PatchRequest = z.output<typeof patchDescriptorBody>;

export interface Patched {
  readonly id: string;
  readonly indicatorId: string;
  readonly version: number;
  readonly warnings?: readonly Warning[];
}

/** Changes some fields of the caller's descriptor, if it is still the version that was read. */
export async function patchDescriptor(
  id: string,
  patch: PatchRequest,
  writer: Writer,
  deps: ReviseDeps,
): Promise<Patched> {
  const { caller, address, idempotency } = writer;
  const old = await readStanding({ owner: caller.member.id, id }, deps);
  if (isRepeat(old.idempotency, idempotency)) {
    return patched({ ...old, version: old.idempotency?.version ?? old.version }, []);
  }
  if (old.version !== patch.version) throw stale(old);
  const asked = patchOpinion(old.opinion, patch);
  const kept = audiencesKept(patch, asked, old);
  if (!kept) requireAgreed(caller, deps.now());
  const audiences = kept ?? (await address(patch.audience ?? audienceChoice(old.audiences)));
  await writer.plan?.(audiences);
  const examined =
    kept && !patch.override
      ? undefined
      : await deps.examine(draftOf(patch, asked, old), caller.governance);
  if (examined?.refusal) throw examined.refusal;
  const opinion = examined ? patchOpinion(asked, examined.texts) : asked;
  const { tlp: rules } = caller.governance.policy;
  const warnings = [
    ...(kept ? [] : tlpWarnings(opinion.tlp, audiences, rules)),
    ...(examined ? screenWarnings(examined) : []),
  ];
  const state = stateFor(opinion, deps.now(), old);
  const override = examined && (examined.override ?? null);
  const revision = { opinion, audiences, state, by: byOf(caller), override };
  if (isSameRevision(old, revision)) return patched(old, warnings);
  const revised = marked(revise(old, revision, deps.now()), idempotency, 200);
  const standing = await deps.exchange.replace(revised, old.version);
  if (standing && !isOwnWrite(standing, revised)) throw stale(standing);
  return patched(revised, warnings);
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
    const retracted = marked(retract(old, deps.now(), by), idempotency, 204);
    old = await deps.exchange.replace(retracted, old.version);
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
 * What is left of the audiences by a patch that says nothing new and adds nobody. Whoever has lost the use of an
 * audience can still narrow away from it; anything else must be addressed, and goes by the TLP, like a publish.
 */
function audiencesKept(
  patch: PatchRequest,
  opinion: Opinion,
  old: Descriptor,
): readonly Audience[] | undefined {
  if (JSON.stringify(opinion) !== JSON.stringify(old.opinion)) return undefined;
  const chosen = patch.audience ? audiencesChosen(patch.audience) : old.audiences;
  const audiences = withoutOwn(chosen, old.owner);
  return audiences.every((audience) => old.audiences.includes(audience)) ? audiences : undefined;
}

/** What the patch says, and what stays: by the rules of now, with what its owner has confirmed before. */
function draftOf(patch: PatchRequest, asked: Opinion, old: Descriptor): Draft {
  const { type, value, raw, override: before } = old;
  const { description = asked.description, tags = asked.tags, sourceUri = asked.sourceUri } = patch;
  const reason = patch.override?.reason ?? before?.reason;
  const kinds = [...(before?.kinds ?? []), ...(patch.override?.kinds ?? [])];
  return {
    indicator: { type, value, raw },
    ...{ status: asked.status, description, tags, sourceUri },
    override: reason === undefined ? undefined : { reason, kinds },
  };
}

function patched(
  { id, indicatorId, version }: Pick<Descriptor, 'id' | 'indicatorId' | 'version'>,
  warnings: readonly Warning[],
): Patched {
  return withWarnings({ id, indicatorId, version }, warnings);
}

function stale(current: Descriptor): DomainError {
  return new DomainError(
    'descriptor.version_stale',
    'It has changed since you read it: read it again and decide anew.',
    { pointer: '/version', extra: { version: current.version } },
  );
}
