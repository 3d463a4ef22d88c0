/** Who may see something. It is the first part of every partition key of the index. */
export type Audience = 'community' | `group:${string}` | `member:${string}`;

export function groupAudience(groupId: string): Audience {
  return `group:${groupId}`;
}

export function memberAudience(memberId: string): Audience {
  return `member:${memberId}`;
}

/** How a caller names audiences in a request. */
export interface AudienceChoice {
  readonly community?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly members?: readonly string[] | undefined;
}

/** A choice as a sorted set; nothing chosen is an empty set, never everybody. */
export function audiencesChosen(choice: AudienceChoice): Audience[] {
  const chosen = new Set<Audience>([
    ...(choice.community ? (['community'] as const) : []),
    ...(choice.groups ?? []).map(groupAudience),
    ...(choice.members ?? []).map(memberAudience),
  ]);
  return [...chosen].sort();
}

/** The inverse of audiencesChosen, for answers to an owner. */
export function audienceChoice(audiences: readonly Audience[]): AudienceChoice {
  const idsOf = (prefix: string) =>
    audiences.filter((a) => a.startsWith(prefix)).map((a) => a.slice(prefix.length));
  const groups = idsOf('group:');
  const members = idsOf('member:');
  return {
    ...(audiences.includes('community') ? { community: true } : {}),
    ...(groups.length ? { groups } : {}),
    ...(members.length ? { members } : {}),
  };
}
