import type { z } from 'zod';
import type { relationBody } from '../contracts/relations.contract';
import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import type { Relation } from '../core/remark';
import { type Made, newRemark, putRemark, type RemarkDeps } from './remark-writes';
import { audienceAround, findSubject, type Subject, seeSubject } from './see-subject';

type Said = z.output<typeof relationBody>;

/** Says how an indicator leads to another, to those who see both. */
export async function relate(
  id: string,
  said: Said,
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  return relateSeen(await seeSubject(id, caller, deps), said, caller, deps);
}

/** The same of an indicator as the caller sees it. */
export async function relateSeen(
  subject: Subject,
  { kind, indicatorId: toId, ...said }: Said,
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  const { indicatorId: id } = subject;
  if (toId === id) {
    const detail = 'It would lead to itself: name another indicator.';
    throw new DomainError('field.invalid', detail, { pointer: '/indicatorId' });
  }
  const other = await findSubject(toId, caller, deps);
  if (!other) {
    const detail = 'There is no such indicator that you can see.';
    throw new DomainError('object.not_found', detail, { pointer: '/indicatorId' });
  }
  const fresh: Relation = {
    kind: 'relation',
    ...deps.makeId('relation', caller.member.id, id, kind, toId),
    ...newRemark(subject, [], caller, deps.now()),
    ...{ relation: kind, toId },
  };
  return putRemark(fresh, { around: aroundBoth(subject, other), said }, caller, deps);
}

/** To whom one may speak of both. */
export function aroundBoth(one: Subject, other: Subject): Set<Audience> {
  const there = audienceAround(other);
  return new Set([...audienceAround(one)].filter((audience) => there.has(audience)));
}
