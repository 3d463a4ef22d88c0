import { groupAudience } from '../core/audience';
import type { Member } from '../core/member';
import type { Policy } from '../core/policy';
import { audiencesOf } from '../core/visibility';
import type { Reach } from '../store/departure-rows';
import type { DepartureStore } from '../store/departure-store';
import type { FeedStore } from '../store/feed-store';

export interface ReachDeps {
  readonly departures: Pick<DepartureStore, 'listMemberships'>;
  readonly feeds: Pick<FeedStore, 'readHead'>;
}

/** All that an active member could read just now: each of its audiences, with the end of its feed. */
export async function reachOf(
  member: Member,
  policy: Policy,
  { departures, feeds }: ReachDeps,
): Promise<Reach[]> {
  const memberships = await departures.listMemberships(member.id);
  const groups = memberships.map(({ groupId }) => groupId);
  const joined = new Map(memberships.map((one) => [groupAudience(one.groupId), one.joinedAt]));
  return Promise.all(
    audiencesOf({ ...member, groups, state: 'active' }, policy).map(async (audience) => {
      const { count, settled: position } = await feeds.readHead(audience);
      const joinedAt = audience.startsWith('group:')
        ? joined.get(groupAudience(audience.slice(6)))
        : undefined;
      return { audience, joinedAt, count, position };
    }),
  );
}
