import { relationBody } from '../contracts/relations.contract';
import { type Audience, audienceChoice, memberAudience } from '../core/audience';
import { type Descriptor, limits } from '../core/descriptor';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { desiredRows, type Projection } from '../core/projection';
import { aroundBoth, relateSeen } from '../discussion/relate';
import { retractRemark } from '../discussion/remark-writes';
import { findSubject, type Subject, seeSubject } from '../discussion/see-subject';
import { readDescriptor } from '../search/read-descriptor';
import type { GraphContext } from './graph-context';
import { badParameter, isRefusal, missing } from './graph-error';
import { isId } from './graph-request';
import { indicatorIdOf, readOwnOn } from './own-opinion';
import { inTurn } from './react';
import { readList } from './read-params';

const kind = 'related_to';

/** Connects two indicators, for those who see both as the caller does. */
export async function relate(id: string, context: GraphContext): Promise<void> {
  context.require('graphWrite');
  const subject = await seeSubject(id, context.caller, context.deps);
  await relateTo(subject, relatedId(context), context);
}

function relatedId({ request }: GraphContext): string {
  const { related_id: toId = '' } = request.params;
  if (!isId(toId)) throw badParameter('related_id', 'must be the id of an indicator.');
  return toId;
}

export async function relateTo(subject: Subject, toId: string, context: GraphContext) {
  const { caller, deps } = context;
  const other = await findSubject(toId, caller, deps);
  if (!other) throw missing('POST');
  const own = memberAudience(caller.member.id);
  const around = [...aroundBoth(subject, other)].filter((audience) => audience !== own);
  const nearest = around.sort((a, b) => order(a) - order(b)).slice(0, limits.audiences);
  await inTurn([audienceChoice(nearest), {}], (audience) =>
    relateSeen(subject, relationBody.parse({ kind, indicatorId: toId, audience }), caller, deps),
  );
}

function order(audience: Audience): number {
  return ['community', 'group', 'member'].findIndex((one) => audience.startsWith(one));
}

/** A relation has no direction here: the caller's own goes, whichever way it was said. */
export async function unrelate(id: string, context: GraphContext): Promise<void> {
  context.require('graphWrite');
  const { caller, deps } = context;
  const toId = relatedId(context);
  const ends = [
    [id, toId],
    [toId, id],
  ] as const;
  const gone = await Promise.all(
    ends.map(async ([from, to]) => {
      const relation = deps.makeId('relation', caller.member.id, from, kind, to);
      return retracted(() => retractRemark('relation', relation.id, caller, deps));
    }),
  );
  if (!gone.includes(true)) throw missing('DELETE');
}

async function retracted(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The indicators that a submission names as related; one that is not there is told before anything is written. */
export async function relatedIds(context: GraphContext): Promise<string[]> {
  const ids = readList(context.request.params, 'related_ids_for_upload') ?? [];
  const byId = ids.map(async (id) => {
    if (!isId(id)) throw badParameter('related_ids_for_upload', 'must be ids of descriptors.');
    try {
      return String((await readDescriptor(id, context.caller, context.deps))['indicatorId']);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw badParameter('related_ids_for_upload', 'names a descriptor that you can not see.');
    }
  });
  return Promise.all([...byId, ...relatedTriples(context)]);
}

const triples = 'related_triples_for_upload_as_json';

function relatedTriples(context: GraphContext): Promise<string>[] {
  const written = context.request.params[triples];
  if (!written) return [];
  return readTriples(written).map(async ({ owner, type, value }) => {
    const indicatorId = indicatorIdOf(type, value, context);
    const subject = await findSubject(indicatorId, context.caller, context.deps);
    if (subject?.opinions.some(({ projection }) => projection.owner === owner)) return indicatorId;
    throw badParameter(triples, 'names a descriptor that you can not see.');
  });
}

function readTriples(written: string) {
  try {
    const whole = JSON.parse(written) as Record<string, unknown>[];
    return whole.map((one) => {
      const type = indicatorTypes.find((each) => each === one['td_indicator_type']);
      if (!type) throw new Error('no such type');
      return { owner: String(one['owner_app_id']), type, value: String(one['td_raw_indicator']) };
    });
  } catch {
    throw badParameter(
      triples,
      'must be a JSON array of owner_app_id, td_indicator_type and td_raw_indicator.',
    );
  }
}

/** Relates what was just submitted, from the truth: the index may not have it yet. */
export async function relateSubmitted(
  indicatorId: string,
  toIds: readonly string[],
  context: GraphContext,
): Promise<void> {
  const own = toIds.length > 0 ? await readOwnOn(indicatorId, context) : undefined;
  if (!own) return;
  const others = toIds.filter((id) => id !== indicatorId);
  for (const toId of others) await relateTo(subjectOf(own), toId, context);
}

function subjectOf(own: Descriptor): Subject {
  const { indicatorId, type, value, raw } = own;
  const opinions = [...desiredRows(own)].flatMap(([audience, row]) =>
    row === 'gone' ? [] : [{ audience, projection: row as Projection }],
  );
  return { indicatorId, type, value, raw, opinions };
}
