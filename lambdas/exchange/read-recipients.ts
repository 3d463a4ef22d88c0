import type { Audience } from '../core/audience';
import type { Caller } from '../core/caller';
import { everMembers } from '../core/group-history';
import { maySeeRoster } from '../core/group-view';
import { type Recipients, recipientsOf, type Versions } from '../core/share-plan';
import type { GroupLists } from '../store/group-lists';
import type { GroupStore } from '../store/group-store';
import type { RosterStore } from '../store/roster-store';

export interface RecipientsDeps {
  readonly roster: Pick<RosterStore, 'readVersion' | 'readStandings' | 'readInGroup'>;
  readonly groups: Pick<GroupStore, 'readGroups'>;
  readonly lists: Pick<GroupLists, 'readHistory' | 'readNames'>;
}

type Asker = Pick<Caller, 'member' | 'governance'>;

/** What a caller may know of who sees some audiences. */
export interface Sight {
  /** Those of which it may know the members. */
  readonly open: readonly Audience[];
  /** Groups that do not tell who is in them: neither how many, nor that somebody joined. */
  readonly shut: readonly Audience[];
  readonly versions: Versions;
}

const prefix = 'group:';

/** Which of the audiences a caller may look into, and as of when; strongly, and without a look into a shut one. */
export async function readSight(
  audiences: readonly Audience[],
  { member, governance }: Asker,
  { roster, groups }: Pick<RecipientsDeps, 'roster' | 'groups'>,
): Promise<Sight> {
  const named = audiences.filter((audience) => audience.startsWith(prefix)).map(groupIdOf);
  const [version, found] = await Promise.all([roster.readVersion(), groups.readGroups(named)]);
  const seen = found.filter((group) => {
    const standing = member.ownedGroups.includes(group.id) ? 'owner' : 'member';
    return maySeeRoster(group, standing);
  });
  const versions = seen.map(({ id, rosterVersion }) => [id, rosterVersion] as const);
  const groupsSeen: Record<string, number> = Object.fromEntries(versions);
  const isOpen = (audience: Audience) =>
    !audience.startsWith(prefix) || groupIdOf(audience) in groupsSeen;
  return {
    open: audiences.filter(isOpen),
    shut: audiences.filter((audience) => !isOpen(audience)),
    versions: { roster: version, policy: governance.policy.version, groups: groupsSeen },
  };
}

/**
 * Who is in the open audiences. It is read after their versions: whoever joins in between makes the versions differ
 * and is among them already.
 */
export async function readRecipients(
  { open, versions }: Pick<Sight, 'open' | 'versions'>,
  { member, governance }: Asker,
  { roster, lists }: Pick<RecipientsDeps, 'roster' | 'lists'>,
): Promise<Recipients> {
  const standings = await roster.readStandings();
  const groups = new Map<string, string[]>();
  for (const groupId of Object.keys(versions.groups)) {
    const ever = everMembers(await lists.readHistory(groupId));
    for (const id of await roster.readInGroup(groupId, ever)) {
      groups.set(id, [...(groups.get(id) ?? []), groupId]);
    }
  }
  const members = standings.map((one) => ({ ...one, groups: groups.get(one.id) ?? [] }));
  return recipientsOf(open, members, member.id, governance.policy);
}

function groupIdOf(audience: Audience): string {
  return audience.slice(prefix.length);
}
