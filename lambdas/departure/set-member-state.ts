import type { z } from 'zod';
import type { setMemberStateRoute } from '../contracts/departure.contract';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import { DomainError } from '../core/problem';
import { microsOf, microsPerDay } from '../core/time';
import type { GroupStore } from '../store/group-store';
import { type DecideDeps, decide, type Found, findMember, type Wanted } from './decide';
import { type StandingView, standingView } from './standing-view';

export type SetStateRequest = z.output<(typeof setMemberStateRoute)['body']>;

/** How far back a quarantine reaches where the operator does not know better. */
const defaultReachMicros = 30 * microsPerDay;

export interface StandingDeps extends DecideDeps {
  readonly groups: Pick<GroupStore, 'readGroups'>;
}

/** The operator's decision on a member, if it stands as the operator has read. */
export async function setMemberState(
  memberId: string,
  request: SetStateRequest,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: StandingDeps,
): Promise<StandingView> {
  const judge = (found: Found, at: number) => wantedOf(request, found, at);
  return viewOf(memberId, await decide(memberId, judge, caller, idempotency, deps), deps);
}

export async function readMemberState(memberId: string, deps: StandingDeps): Promise<StandingView> {
  return viewOf(memberId, await findMember(memberId, deps), deps);
}

async function viewOf(
  memberId: string,
  { member, standing, sweep }: Found,
  { groups }: Pick<StandingDeps, 'groups'>,
): Promise<StandingView> {
  // As they are now: one that has an owner again is told no more.
  const owned = await groups.readGroups(standing?.owned ?? []);
  const ownerless = owned.filter(
    ({ ownerCount, memberCount }) => ownerCount === 0 && memberCount > 0,
  );
  const ids = ownerless.map(({ id }) => id).sort();
  return standingView(memberId, member.state, standing, sweep, ids);
}

function wantedOf(
  { state, reason, since, version }: SetStateRequest,
  { member, standing }: Found,
  at: number,
): Wanted | undefined {
  const current = standing?.version ?? 0;
  if (version !== current) throw stale(current);
  if (member.state === 'quarantined' && state === 'suspended') throw stillWithheld();
  if (state !== 'quarantined') return state === member.state ? undefined : { state, reason };
  const asked = since === undefined ? undefined : microsOf(since);
  if (asked !== undefined && asked > at) throw inTheFuture();
  const isWidened = asked !== undefined && asked < (standing?.since ?? 0);
  if (member.state === 'quarantined' && !isWidened) return undefined;
  return { state, reason, since: asked ?? at - defaultReachMicros };
}

function stale(version: number): DomainError {
  return new DomainError(
    'member.version_stale',
    'It was decided otherwise since you read how the member stands: read it again and decide anew.',
    { pointer: '/version', extra: { version } },
  );
}

/** Suspended, its words would stand again in every feed. */
function stillWithheld(): DomainError {
  const detail =
    'What a quarantined member said is withheld, and suspending it would give that back: reinstate it first, or expel it.';
  return new DomainError('field.invalid', detail, { pointer: '/state' });
}

function inTheFuture(): DomainError {
  return new DomainError('field.invalid', 'This time has not come yet.', { pointer: '/since' });
}
