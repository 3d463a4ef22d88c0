import { type Audience, audienceChoice, memberAudience } from './audience';
import type { Comment, Reaction, Relation, Remark } from './remark';
import { isoTime } from './time';

interface RemarkFrame {
  readonly id: string;
  readonly indicatorId: string;
  readonly owner: string;
  readonly type: Remark['type'];
  readonly value: string;
  readonly createdAt: string;
  /** In its owner's own audience alone. */
  readonly own?: RemarkOwnersView;
}

export interface RemarkOwnersView {
  readonly version: number;
  readonly state: 'live' | 'quarantined';
  readonly audience: ReturnType<typeof audienceChoice>;
}

export type CommentProjection = RemarkFrame & Pick<Comment, 'text' | 'replyTo' | 'earlier'>;
export type ReactionProjection = RemarkFrame &
  Pick<Reaction, 'reaction' | 'descriptorId' | 'tagsDigest'>;
export type RelationProjection = RemarkFrame & Pick<Relation, 'relation' | 'toId'>;

/** What an audience sees of a remark; as of a descriptor, nothing global but in its owner's own audience. */
export type RemarkProjection = CommentProjection | ReactionProjection | RelationProjection;

export function projectRemark(remark: Remark, audience: Audience): RemarkProjection {
  const { id, indicatorId, owner, type, value, createdAt, version, audiences } = remark;
  const shown = {
    ...{ id, indicatorId, owner, type, value },
    ...saidBy(remark),
    createdAt: isoTime(createdAt),
  };
  if (audience !== memberAudience(owner)) return shown;
  const state = (remark.withheld ?? []).length > 0 ? 'quarantined' : 'live';
  return { ...shown, own: { version, state, audience: audienceChoice(audiences) } };
}

function saidBy(remark: Remark) {
  if (remark.kind === 'comment') {
    const { text, replyTo, earlier } = remark;
    return { text, replyTo, earlier };
  }
  if (remark.kind === 'relation') return { relation: remark.relation, toId: remark.toId };
  const { reaction, descriptorId, tagsDigest } = remark;
  return { reaction, descriptorId, ...(tagsDigest === undefined ? {} : { tagsDigest }) };
}
