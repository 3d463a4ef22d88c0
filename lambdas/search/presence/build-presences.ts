import { type Audience, groupAudience, memberAudience } from '../../core/audience';
import type { FeedHead } from '../../core/feed';
import { onwards } from '../../core/onwards';
import { microsPerSecond } from '../../core/time';
import type { DirectoryStore } from '../../store/directory-store';
import type { GroupStore } from '../../store/group-store';
import { chunks } from '../../store/item';
import type { JobStore } from '../../store/job-store';
import { type BuildPresenceDeps, buildPresence } from './build-presence';

export interface BuildPresencesDeps extends BuildPresenceDeps {
  readonly directory: Pick<DirectoryStore, 'listMemberIds'>;
  readonly groups: Pick<GroupStore, 'listGroupIds'>;
  readonly jobs: Pick<JobStore, 'take' | 'save'>;
  /** Up to which position an audience was looked at by this process: until it moves there is nothing to do. */
  readonly seen: Map<Audience, number>;
  readonly onFailure: (audience: Audience, error: unknown) => void;
}

const job = 'presence';
const graceSeconds = 60;
const headsAtOnce = 100;

/** Builds what is due of all audiences' sets, from where the last slice ended. */
export async function buildPresences(
  seconds: number,
  deps: BuildPresencesDeps,
): Promise<'busy' | { readonly built: number }> {
  const nowMicros = deps.now();
  const until = nowMicros + seconds * microsPerSecond;
  const untilMicros = until + graceSeconds * microsPerSecond;
  const taken = await deps.jobs.take(job, { nowMicros, untilMicros, force: false });
  if (!taken) return 'busy';
  let [built, last] = [0, taken.state ?? ''];
  for (const run of chunks(onwards(await allAudiences(deps), last), headsAtOnce)) {
    const heads = await deps.feeds.readHeads(run);
    for (const [audience, head] of heads) {
      if (deps.now() >= until) break;
      if (await buildOne(audience, head, until, deps)) built += 1;
      last = audience;
    }
  }
  await deps.jobs.save(job, taken.turn, last, true);
  return { built };
}

async function allAudiences({ directory, groups }: BuildPresencesDeps): Promise<Audience[]> {
  const [memberIds, groupIds] = await Promise.all([
    directory.listMemberIds(),
    groups.listGroupIds(),
  ]);
  return ['community', ...groupIds.map(groupAudience), ...memberIds.map(memberAudience)];
}

/** One that can't be built keeps no other from it. */
async function buildOne(
  audience: Audience,
  head: FeedHead,
  until: number,
  deps: BuildPresencesDeps,
): Promise<boolean> {
  if (deps.seen.get(audience) === head.position) return false;
  try {
    const isBuilt = await buildPresence(audience, head, until, deps);
    if (deps.now() < until) deps.seen.set(audience, head.position);
    return isBuilt;
  } catch (error) {
    deps.onFailure(audience, error);
    return false;
  }
}
