import type { AudienceRow } from './commit-plan';
import type { HiddenOwners } from './governance';
import { disputingReactions, type ReactionKind, reactionKinds } from './remark';
import type { ReactionProjection, RemarkProjection } from './remark-projection';

const remarksListed = 16;

export type Says = 'comment' | 'relation' | ReactionKind;

/** The opinion that a reaction is about, and with what tags, if it is about those. */
export type ReactedTo = Pick<ReactionProjection, 'tagsDigest'> & { readonly id: string };

interface ListedRemark {
  readonly id: string;
  readonly owner: string;
  readonly says: Says;
  /** In its owner's own audience, which does not tell whether that opinion stands: the reader is to see. */
  readonly to?: ReactedTo;
}

/** What a summary tells of the remarks of its audience. */
export interface Talk {
  readonly counts: Readonly<Partial<Record<Says, number>>>;
  /** The first 16, by weight and id. */
  readonly listed: readonly ListedRemark[];
  /** How many wait for their subject, unseen: while there are any, the summary stays. */
  readonly held: number;
  /** As a reader is told it: there may be more than the counts say. */
  readonly atLeast?: boolean;
}

export const noTalk: Talk = { counts: {}, listed: [], held: 0 };

/** A remark's row as far as a summary depends on it. */
export type TalkRow = 'held' | ListedRemark;

/** Nothing of a descriptor's row, and of one that is gone. */
export function talkRow(row: AudienceRow | undefined): TalkRow | undefined {
  const { kind = 'descriptor', held, projection } = row ?? {};
  if (kind === 'descriptor') return undefined;
  if (held !== undefined) return 'held';
  if (projection === undefined) return undefined;
  const shown = JSON.parse(projection) as RemarkProjection;
  const { id, owner } = shown;
  return kind === 'reaction' ? reacted(shown as ReactionProjection) : { id, owner, says: kind };
}

function reacted({ id, owner, reaction, own, descriptorId, tagsDigest }: ReactionProjection) {
  const said = { id, owner, says: reaction };
  if (!own || descriptorId === null) return said;
  return { ...said, to: { id: descriptorId, ...(tagsDigest ? { tagsDigest } : {}) } };
}

export function withTalk(talk: Talk, row: TalkRow): Talk {
  if (row === 'held') return { ...talk, held: talk.held + 1 };
  const listed = [...talk.listed, row].sort(byWeight);
  return {
    ...talk,
    counts: { ...talk.counts, [row.says]: (talk.counts[row.says] ?? 0) + 1 },
    listed: listed.slice(0, remarksListed),
  };
}

/** Where they are cut off, those remain that dispute, and then those that a reader is to decide. */
function byWeight(a: ListedRemark, b: ListedRemark): number {
  return weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1);
}

function weightOf({ says, to }: ListedRemark): number {
  const isDispute = disputingReactions.some((kind) => kind === says);
  return (isDispute ? 2 : 0) + (to ? 1 : 0);
}

/** `reread` where it leaves a gap in a list that was cut. */
export function withoutTalk(talk: Talk, row: TalkRow): Talk | 'reread' {
  if (row === 'held') return talk.held > 0 ? { ...talk, held: talk.held - 1 } : 'reread';
  const { [row.says]: count = 0, ...others } = talk.counts;
  const listed = talk.listed.filter(({ id }) => id !== row.id);
  const isGap = isCut(talk) && listed.length < talk.listed.length;
  if (count === 0 || isGap) return 'reread';
  const counts = count > 1 ? { ...others, [row.says]: count - 1 } : others;
  return { ...talk, counts, listed };
}

export function isSilent({ counts, held }: Talk): boolean {
  return held === 0 && Object.keys(counts).length === 0;
}

function isCut({ counts, listed, atLeast = false }: Talk): boolean {
  return atLeast || Object.values(counts).reduce((sum, count) => sum + count, 0) > listed.length;
}

/** Without those whose words are hidden just now. */
export function shownTalk(talk: Talk, hidden: HiddenOwners): Talk {
  return hidden.size === 0 ? talk : talkOf(talk, ({ owner }) => !hidden.has(owner));
}

/** Whether only the opinions themselves tell which of the reactions in it count. */
export function isUndecided(talk: Talk): boolean {
  return talk.listed.some(({ to }) => to !== undefined);
}

/** Without one's own reactions to opinions that one does not see stand any more, as they were reacted to. */
export function standingTalk(talk: Talk, stands: (opinion: ReactedTo) => boolean): Talk {
  return isUndecided(talk) ? talkOf(talk, ({ to }) => to === undefined || stands(to)) : talk;
}

/** Of some of those that are listed; of others nobody knows whether they are such. */
function talkOf(talk: Talk, isShown: (remark: ListedRemark) => boolean): Talk {
  const listed = talk.listed.filter(isShown);
  return { ...talk, listed, counts: countOf(listed), atLeast: isCut(talk) };
}

/** What a caller is told of the discussion on an indicator; past the 16 that each audience lists, at least so many. */
export interface Discussion {
  readonly comments: number;
  readonly relations: number;
  readonly reactions: Readonly<Partial<Record<ReactionKind, number>>>;
  readonly atLeast: boolean;
}

/** One that is seen through several audiences counts once. */
export function mergeTalks(talks: readonly Talk[]): Discussion | undefined {
  const listed = new Map(talks.flatMap((talk) => talk.listed).map((one) => [one.id, one]));
  const union = countOf([...listed.values()]);
  const most = (says: Says) =>
    Math.max(union[says] ?? 0, ...talks.map(({ counts }) => counts[says] ?? 0));
  const reactions = reactionKinds.flatMap((kind) => (most(kind) > 0 ? [[kind, most(kind)]] : []));
  const [comments, relations] = [most('comment'), most('relation')];
  if (comments + relations + reactions.length === 0) return undefined;
  const atLeast = talks.some(isCut);
  return { comments, relations, reactions: Object.fromEntries(reactions), atLeast };
}

/** A reaction says that it is harmless, or that it is tagged wrongly. */
export function isContradicted(discussion: Discussion | undefined): boolean {
  return disputingReactions.some((kind) => (discussion?.reactions[kind] ?? 0) > 0);
}

function countOf(listed: readonly ListedRemark[]): Talk['counts'] {
  const counts: Partial<Record<Says, number>> = {};
  for (const { says } of listed) counts[says] = (counts[says] ?? 0) + 1;
  return counts;
}
