import { patchDescriptorBody, publishDescriptorBody } from '../contracts/descriptors.contract';
import { fieldProblem } from '../contracts/field-problem';
import { addressFor } from '../core/address';
import { byOf } from '../core/by';
import type { Descriptor } from '../core/descriptor';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { DomainError } from '../core/problem';
import { draftDescriptor, publishDescriptor } from '../exchange/publish-descriptor';
import { patchDescriptor, retractDescriptor } from '../exchange/revise-descriptor';
import { readEnum } from './enumerations';
import type { GraphContext } from './graph-context';
import { badParameter, missing } from './graph-error';
import { opinionParams, readAudience } from './opinion-params';
import { findOwn, indicatorIdOf, readOwnOn } from './own-opinion';

export interface Written {
  readonly id: string;
  readonly indicatorId: string;
}

/** The caller's opinion on an indicator: a new one, or an edit of the one that it has. */
export async function submitOpinion(context: GraphContext): Promise<Written> {
  const { params } = context.request;
  context.require('graphWrite');
  for (const name of ['indicator', 'type', 'description', 'status', 'privacy_type']) {
    if (!params[name]?.trim()) throw badParameter(name, 'is required.');
  }
  const { indicator: value = '' } = params;
  const type = readEnum(params, 'type', indicatorTypes);
  const indicatorId = indicatorIdOf(type, value, context);
  const standing = await readOwnOn(indicatorId, context);
  if (standing) return editOpinion(standing, context);
  return publish({ type, value }, context);
}

/** What clients find on what they made, where they said nothing of it. */
const unsaid = { severity: 'INFO', confidence: 50, reviewStatus: 'UNREVIEWED' } as const;

async function publish(
  indicator: { readonly type: (typeof indicatorTypes)[number] | undefined; readonly value: string },
  context: GraphContext,
): Promise<Written> {
  const { request, caller, deps } = context;
  const { params } = request;
  const audience = readAudience(params, undefined, context) ?? {};
  const said = given(opinionParams(params, undefined, deps.now()));
  const tlp = audience.community ? 'GREEN' : 'AMBER';
  const { data, error } = publishDescriptorBody.safeParse({
    ...{ ...indicator, tlp, ...unsaid, ...said, audience },
  });
  if (!data) throw fieldProblem(error);
  const writer = { caller, address: addressFor(caller, deps), idempotency: undefined };
  return publishDescriptor(await draftDescriptor(data, writer, deps), writer, deps);
}

function given<T extends object>(fields: T): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const tries = 5;

/** Changes what the parameters name of an opinion as it stands; two who edit at once do so one after the other. */
export async function editOpinion(standing: Descriptor, context: GraphContext): Promise<Written> {
  const { request, caller, deps } = context;
  const writer = { caller, address: addressFor(caller, deps), idempotency: undefined };
  for (let old: Descriptor | undefined = standing, attempt = 1; old; attempt++) {
    const { version } = old;
    const fields = opinionParams(request.params, old, deps.now());
    const audience = readAudience(request.params, old, context);
    const { data, error: wrong } = patchDescriptorBody.safeParse(
      given({ ...fields, audience, version }),
    );
    if (!data) throw fieldProblem(wrong);
    try {
      return await patchDescriptor(old.id, data, writer, deps);
    } catch (error) {
      const isStale = error instanceof DomainError && error.code === 'descriptor.version_stale';
      if (!isStale || attempt === tries) throw error;
      old = await findOwn(old.id, context);
    }
  }
  throw missing('POST');
}

export async function deleteOpinion(id: string, context: GraphContext): Promise<void> {
  context.require('graphWrite');
  const { caller, deps } = context;
  await retractDescriptor({ id, by: byOf(caller) }, undefined, deps);
}
