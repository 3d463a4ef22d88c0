import type { z } from 'zod';
import type { reactionBody } from '../contracts/reactions.contract';
import type { Caller } from '../core/caller';
import { DomainError } from '../core/problem';
import type { Reaction, ReactionKind } from '../core/remark';
import { digestOfTags } from '../core/subject';
import { type Made, newRemark, putRemark, type RemarkDeps, retractRemark } from './remark-writes';
import { audienceAround, type Subject, seeOpinion, seeSubject } from './see-subject';

type ReactionRequest = z.output<typeof reactionBody>;

/** What is reacted to: an opinion, or an indicator as a whole. */
export type ReactionSubject = 'descriptor' | 'indicator';

/** Reacts to another's opinion. One that disagrees with its tags is over once it has others. */
export async function reactToDescriptor(
  { id, kind }: { readonly id: string; readonly kind: ReactionKind },
  said: ReactionRequest,
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  const { subject, opinions, opinion } = await seeOpinion(id, caller, deps);
  if (opinion.owner === caller.member.id) {
    throw new DomainError('reaction.own', 'Nobody reacts to what is his own: change it instead.');
  }
  const tags = kind === 'DISAGREE_WITH_TAGS' ? { tagsDigest: digestOfTags(opinion.tags) } : {};
  const fresh = { ...newReaction('descriptor', id, kind, subject, caller, deps), ...tags };
  return putRemark(fresh, { around: audienceAround({ opinions }), said }, caller, deps);
}

export async function reactToIndicator(
  { id, kind }: { readonly id: string; readonly kind: ReactionKind },
  said: ReactionRequest,
  caller: Caller,
  deps: RemarkDeps,
): Promise<Made> {
  const subject = await seeSubject(id, caller, deps);
  const fresh = newReaction('indicator', id, kind, subject, caller, deps);
  return putRemark(fresh, { around: audienceAround(subject), said }, caller, deps);
}

export function unreact(
  to: ReactionSubject,
  { id, kind }: { readonly id: string; readonly kind: ReactionKind },
  caller: Caller,
  deps: RemarkDeps,
): Promise<void> {
  return retractRemark('reaction', idOf(to, id, kind, caller, deps).id, caller, deps);
}

function newReaction(
  to: ReactionSubject,
  id: string,
  reaction: ReactionKind,
  subject: Subject,
  caller: Caller,
  deps: RemarkDeps,
): Reaction {
  return {
    kind: 'reaction',
    ...idOf(to, id, reaction, caller, deps),
    ...newRemark(subject, [], caller, deps.now()),
    ...{ reaction, descriptorId: to === 'descriptor' ? id : null },
  };
}

function idOf(
  to: ReactionSubject,
  id: string,
  kind: ReactionKind,
  { member }: Caller,
  { makeId }: Pick<RemarkDeps, 'makeId'>,
) {
  return makeId('reaction', member.id, to, id, kind);
}
