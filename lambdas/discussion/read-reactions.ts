import type { Caller } from '../core/caller';
import type { ReactionProjection } from '../core/remark-projection';
import { type Subject, seeOpinion, seeSubject } from './see-subject';
import { isReadable, type ReadRemarksDeps, remarkPlaces, seenRemarks } from './seen-remarks';

export type ReactionsDeps = ReadRemarksDeps;

/** Those to an indicator as a whole, and to the opinions on it that the caller sees. */
export async function listIndicatorReactions(id: string, caller: Caller, deps: ReadRemarksDeps) {
  return reactionsOn(await seeSubject(id, caller, deps), () => true, caller, deps);
}

export async function listDescriptorReactions(id: string, caller: Caller, deps: ReadRemarksDeps) {
  const { subject } = await seeOpinion(id, caller, deps);
  return reactionsOn(subject, (of) => of === id, caller, deps);
}

async function reactionsOn(
  subject: Subject,
  isWanted: (descriptorId: string | null) => boolean,
  caller: Caller,
  { remarks }: ReadRemarksDeps,
) {
  const { indicatorId, opinions } = subject;
  const found = await Promise.all(
    remarkPlaces(subject, caller).map((audience) =>
      remarks.readKind('reaction', { audience, indicatorId }),
    ),
  );
  const seenOpinions = new Set(opinions.map(({ projection }) => projection.id));
  const readable = found
    .flatMap(({ rows }) => rows)
    .filter((one) => isReadable(one, subject, caller));
  const reactions = seenRemarks<ReactionProjection>(readable)
    .filter(({ descriptorId }) => descriptorId === null || seenOpinions.has(descriptorId))
    .filter(({ descriptorId }) => isWanted(descriptorId))
    .map(({ type: _, value: __, tagsDigest: ___, reaction: kind, ...shown }) => ({
      ...shown,
      kind,
    }));
  return { reactions, complete: found.every(({ isComplete }) => isComplete) };
}
