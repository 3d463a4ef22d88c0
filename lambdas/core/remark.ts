import type { Audience } from './audience';
import type { By } from './by';
import type { IdempotencyMark } from './descriptor';
import type { IndicatorType } from './indicator/indicator-type';
import type { Override } from './screen/override';

/** What members say to each other about an indicator, each kind with rows and feed entries of its own. */
export const remarkKinds = ['comment', 'reaction', 'relation'] as const;
export type RemarkKind = (typeof remarkKinds)[number];

export const reactionKinds = [
  'SAW_THIS_TOO',
  'NON_MALICIOUS',
  'DISAGREE_WITH_TAGS',
  'ACTION_TAKEN',
  'HELPFUL',
  'NOT_HELPFUL',
  'OUTDATED',
  'WANT_MORE_INFO',
  'INGESTED',
  'ALREADY_KNOWN',
  'IN_REVIEW',
  'REVIEWED',
  'NOT_ON_PLATFORM',
] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** Reactions that contradict what is said: with one of them an indicator is disputed. */
export const disputingReactions: readonly ReactionKind[] = ['NON_MALICIOUS', 'DISAGREE_WITH_TAGS'];

export const relationKinds = [
  'same_file',
  'resolves_to',
  'hosts',
  'downloads',
  'drops',
  'variant_of',
  'related_to',
] as const;
export type RelationKind = (typeof relationKinds)[number];

/** What a comment said before it was edited. */
export interface EarlierText {
  readonly text: string;
  readonly at: string;
}

export const remarkLimits = { textBytes: 8192, earlierTexts: 10 } as const;

interface RemarkBase {
  readonly id: string;
  readonly mac: string;
  readonly owner: string;
  /** The indicator that it is about; it is live in an audience only while that is. */
  readonly indicatorId: string;
  readonly type: IndicatorType;
  readonly value: string;
  /** Besides the owner's own, which is always among them; never more than at first. */
  readonly audiences: readonly Audience[];
  readonly was: Readonly<Record<string, number>>;
  readonly state: 'live' | 'retracted';
  readonly withheld?: readonly Audience[];
  readonly version: number;
  readonly createdAt: number;
  readonly by?: By;
  readonly idempotency?: IdempotencyMark;
  /** Of the request that made it, where its id is from its Idempotency-Key. */
  readonly fingerprint?: string;
  readonly override?: Override;
}

export interface Comment extends RemarkBase {
  readonly kind: 'comment';
  readonly text: string;
  /** The comment that it answers. */
  readonly replyTo: string | null;
  readonly earlier: readonly EarlierText[];
}

export interface Reaction extends RemarkBase {
  readonly kind: 'reaction';
  readonly reaction: ReactionKind;
  /** The opinion that it is about; null where it is about the indicator as a whole. */
  readonly descriptorId: string | null;
  /** Digest of the tags that were disagreed with: once the opinion has others, it is over. */
  readonly tagsDigest?: string;
}

export interface Relation extends RemarkBase {
  readonly kind: 'relation';
  readonly relation: RelationKind;
  readonly toId: string;
}

export type Remark = Comment | Reaction | Relation;
