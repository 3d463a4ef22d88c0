import type { z } from 'zod';
import type { relationBody } from '../contracts/relations.contract';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import type { Relation } from '../core/remark';
import { type Made, newRemark, putRemark, type RemarkDeps } from './remark-writes';
import { audienceAround, findSubject, seeSubject } from './see-subject';

/** Says how an indicator leads to another, to those who see both. */
export async function relate(
  id: string,
  { kind, indicatorId: toId, ...said }: z.output<typeof relationBody>,
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  const subject = await seeSubject(id, caller, deps);
  if (toId === id) {
    const detail = 'It would lead to itself: name another indicator.';
    throw new DomainError('field.invalid', detail, { pointer: '/indicatorId' });
  }
  const other = await findSubject(toId, caller, deps);
  if (!other) {
    const detail = 'There is no such indicator that you can see.';
    throw new DomainError('object.not_found', detail, { pointer: '/indicatorId' });
  }
  const there = audienceAround(other);
  const around = new Set([...audienceAround(subject)].filter((one) => there.has(one)));
  const fresh: Relation = {
    kind: 'relation',
    ...deps.makeId('relation', caller.member.id, id, kind, toId),
    ...newRemark(subject, [], caller, deps.now()),
    ...{ relation: kind, toId },
  };
  return putRemark(fresh, { around, said }, caller, deps);
}
