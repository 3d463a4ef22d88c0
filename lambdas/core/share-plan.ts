import type { Audience } from './audience';
import type { Policy } from './policy';
import { audiencesOf, type Placed } from './visibility';

/** How long a plan may be published by. */
export const planSeconds = 3600;

/** Most drafts of one plan. */
export const planSize = 100;

/** Most places, members times audiences, of which a plan remembers who is in them: 160 KB of the item that it is. */
export const placesPerPlan = 20_000;

/** Members by audience, the writer left out: everybody always sees what is his own. */
export type Recipients = ReadonlyMap<Audience, readonly string[]>;

/** Of what hangs who sees an audience: while none of it differs, nobody can have joined. */
export interface Versions {
  /** Of who is a member, and as what. */
  readonly roster: number;
  readonly policy: number;
  /** Of who is in a group. */
  readonly groups: Readonly<Record<string, number>>;
}

/** What a writer was shown, kept to be held against what is when it publishes. */
export interface SharePlan {
  readonly id: string;
  readonly memberId: string;
  readonly versions: Versions;
  /** All that it was shown a plan for; what of them it may see the members of has recipients. */
  readonly audiences: readonly Audience[];
  readonly recipients: Recipients;
  /** Microseconds. */
  readonly expiresAt: number;
}

/**
 * Who sees what is published to each of the audiences. It asks the function that every read goes by, so that what
 * is planned and what happens can't come apart.
 */
export function recipientsOf(
  audiences: readonly Audience[],
  members: readonly Placed[],
  owner: string,
  policy: Policy,
): Recipients {
  const recipients = new Map<Audience, string[]>(audiences.map((audience) => [audience, []]));
  for (const member of members) {
    if (member.id === owner) continue;
    for (const audience of audiencesOf(member, policy)) recipients.get(audience)?.push(member.id);
  }
  return recipients;
}

/** Who of some audiences sees more than one of them counts once. */
export function unionOf(recipients: Recipients, audiences: readonly Audience[]): Set<string> {
  return new Set(audiences.flatMap((audience) => recipients.get(audience) ?? []));
}

/** Who is in an audience now and was not; who has left is no concern of a writer's. */
export function joinedSince(before: Recipients, now: Recipients): Recipients {
  const joined = [...before].map(([audience, ids]) => {
    const known = new Set(ids);
    return [audience, (now.get(audience) ?? []).filter((id) => !known.has(id))] as const;
  });
  return new Map(joined);
}

export function isSameVersion(a: Versions, b: Versions): boolean {
  if (a.roster !== b.roster || a.policy !== b.policy) return false;
  return Object.entries(a.groups).every(([id, version]) => b.groups[id] === version);
}
