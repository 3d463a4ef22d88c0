import type { AudienceRow } from './commit-plan';
import type { HiddenOwners } from './governance';
import { disputingReactions, type ReactionKind, reactionKinds } from './remark';
import type { ReactionProjection, RemarkProjection } from './remark-projection';

const remarksListed = 16;

export type Says = 'comment' | 'relation' | ReactionKind;

interface ListedRemark {
  readonly id: string;
  readonly owner: string;
  readonly says: Says;
}

/** What a summary tells of the remarks of its audience. */
export interface Talk {
  readonly counts: Readonly<Partial<Record<Says, number>>>;
  /** The first 16 by id. */
  readonly listed: readonly ListedRemark[];
  /** How many wait for their subject, unseen: while there are any, the summary stays. */
  readonly held: number;
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
  const says = kind === 'reaction' ? saidBy(shown as ReactionProjection) : kind;
  return says && { id: shown.id, owner: shown.owner, says };
}

/** Its owner's own audience does not tell whether the opinion still stands that it reacted to. */
function saidBy({ own, descriptorId, reaction }: ReactionProjection): ReactionKind | undefined {
  return own && descriptorId !== null ? undefined : reaction;
}

export function withTalk(talk: Talk, row: TalkRow): Talk {
  if (row === 'held') return { ...talk, held: talk.held + 1 };
  const listed = [...talk.listed, row].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...talk,
    counts: { ...talk.counts, [row.says]: (talk.counts[row.says] ?? 0) + 1 },
    listed: listed.slice(0, remarksListed),
  };
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

function isCut({ counts, listed }: Talk): boolean {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) > listed.length;
}

/** Without those whose words are hidden just now. */
export function shownTalk(talk: Talk, hidden: HiddenOwners): Talk {
  const listed = talk.listed.filter(({ owner }) => !hidden.has(owner));
  return hidden.size === 0 ? talk : { ...talk, listed, counts: countOf(listed) };
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
