import type { Audience } from './audience';
import type { By } from './by';
import type { IndicatorType } from './indicator/indicator-type';
import type { Override } from './screen/override';
import type { Tlp } from './tlp-rules';

export const statuses = ['UNKNOWN', 'NON_MALICIOUS', 'SUSPICIOUS', 'MALICIOUS'] as const;
export type Status = (typeof statuses)[number];

export const severities = [
  'UNKNOWN',
  'INFO',
  'WARNING',
  'SUSPICIOUS',
  'SEVERE',
  'APOCALYPSE',
] as const;
export const precisions = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH'] as const;
export const reviewStatuses = [
  'UNKNOWN',
  'UNREVIEWED',
  'PENDING',
  'REVIEWED_MANUALLY',
  'REVIEWED_AUTOMATICALLY',
] as const;

export const limits = {
  tags: 50,
  tagBytes: 128,
  descriptionBytes: 8192,
  sourceUriBytes: 2048,
  audiences: 8,
  /** How many audiences an object may have left within the memory of `was`. */
  audiencesLeft: 200,
  groupsOfMember: 50,
  membersOfGroup: 1000,
} as const;

/** What an owner says of an indicator; every field is there, so that two opinions compare as text. */
export interface Opinion {
  readonly status: Status;
  readonly severity: (typeof severities)[number];
  readonly confidence: number | null;
  readonly precision: (typeof precisions)[number];
  readonly reviewStatus: (typeof reviewStatuses)[number];
  readonly tlp: Tlp;
  readonly description: string;
  readonly tags: readonly string[];
  readonly sourceUri: string | null;
  readonly firstActiveAt: string | null;
  readonly lastActiveAt: string | null;
  readonly expiresAt: string | null;
}

/** The last write that carried an Idempotency-Key: its key's hash and what it asked for. */
export interface IdempotencyMark {
  readonly keyHash: string;
  readonly fingerprint: string;
  /** What it was answered: a repeat hears the same, whatever happened since. */
  readonly status: number;
  readonly version: number;
}

/** One member's opinion on one indicator: the truth, an item of the Exchange table. */
export interface Descriptor {
  readonly kind: 'descriptor';
  readonly id: string;
  readonly mac: string;
  readonly owner: string;
  readonly indicatorId: string;
  readonly type: IndicatorType;
  readonly value: string;
  readonly raw: string;
  readonly opinion: Opinion;
  /** When each of the opinion's tags was put, in their order; microseconds. A tag's list goes by it. */
  readonly taggedAt: readonly number[];
  /** Besides the owner's own, which is always among them. */
  readonly audiences: readonly Audience[];
  /** Audiences that it has left, with the version that took it from them; kept longer than any replay. */
  readonly was: Readonly<Record<string, number>>;
  readonly state: 'live' | 'expired' | 'retracted';
  /** Those of its audiences from which an operator's quarantine keeps it; lifted, it is there again as it is. */
  readonly withheld?: readonly Audience[];
  readonly version: number;
  readonly createdAt: number;
  /** Who wrote this version; nobody, where the exchange did by itself. */
  readonly by?: By;
  readonly idempotency?: IdempotencyMark;
  /** Why it stands though the screen asked; in no projection. */
  readonly override?: Override;
}

export function isExpired(expiresAt: string | null, nowMicros: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) * 1000 <= nowMicros;
}
