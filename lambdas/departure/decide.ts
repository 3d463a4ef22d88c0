import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { requireMovable, sweepAfter } from '../core/departure';
import { type Idempotency, isRepeat } from '../core/idempotency';
import type { Member, MemberState } from '../core/member';
import type { Policy } from '../core/policy';
import { DomainError, notFound } from '../core/problem';
import { type Clock, nextVersion } from '../core/time';
import type { Standing, StoredSweep } from '../store/departure-rows';
import type { DepartureStore } from '../store/departure-store';
import type { MemberRecord } from '../store/directory-rows';
import type { DirectoryStore } from '../store/directory-store';
import { type ReachDeps, reachOf } from './reach';

export interface DecideDeps extends ReachDeps {
  readonly directory: Pick<DirectoryStore, 'readMember'>;
  readonly departures: Pick<
    DepartureStore,
    'readStanding' | 'readSweep' | 'listMemberships' | 'change'
  >;
  readonly now: Clock;
}

/** What there is of a member when it is decided upon. */
export interface Found {
  readonly member: Member;
  readonly credentials: MemberRecord['credentials'];
  readonly standing: Standing | undefined;
  readonly sweep: StoredSweep | undefined;
}

export interface Wanted {
  readonly state: MemberState;
  readonly reason: string;
  /** Microseconds. */
  readonly since?: number | undefined;
  readonly reportHash?: string | undefined;
}

export async function findMember(memberId: string, deps: DecideDeps): Promise<Found> {
  const [record, standing, sweep] = await Promise.all([
    deps.directory.readMember(memberId),
    deps.departures.readStanding(memberId),
    deps.departures.readSweep(memberId),
  ]);
  if (!record) throw notFound();
  return { ...record, standing, sweep };
}

/** A walk may move on, and other decisions be made, in between. */
const tries = 8;

/**
 * Makes a decision about a member: its state, what is hidden of it and the walk over what it gave are written
 * together. `judge` says on what was read what is wanted, or nothing where all is as it should be.
 */
export async function decide(
  memberId: string,
  judge: (found: Found, at: number) => Wanted | undefined,
  caller: Caller,
  idempotency: Idempotency | undefined,
  deps: DecideDeps,
): Promise<Found> {
  let written: Standing | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const found = await findMember(memberId, deps);
    const isWritten = written !== undefined && found.standing?.version === written.version;
    if (isWritten || isRepeat(found.standing?.idempotency, idempotency)) return found;
    const at = nextVersion(found.standing?.version ?? 0, deps.now());
    const wanted = judge(found, at);
    if (!wanted) return found;
    requireMovable(found.member);
    const standing = await standingAfter(found, wanted, at, caller.governance.policy, deps);
    written = { ...standing, by: byOf(caller), idempotency };
    const { member, sweep: readSweep } = found;
    const { since = 0 } = written;
    const decision = { memberId, from: member.state, to: wanted.state, since, at };
    const sweep = sweepAfter(decision, readSweep);
    const readVersion = found.standing?.version ?? 0;
    const change = { profile: member, standing: written, readVersion, sweep, readSweep };
    await deps.departures.change(change);
  }
  throw new DomainError('storage.busy', 'Others are deciding on this member; try again.');
}

async function standingAfter(
  { member, credentials, standing }: Found,
  { state, reason, since, reportHash }: Wanted,
  at: number,
  policy: Policy,
  deps: DecideDeps,
): Promise<Omit<Standing, 'by'>> {
  const isLeaving = state === 'expelled' || state === 'withdrawn';
  const leaves = { memberships: member.groups.length, credentials: credentials.length };
  return {
    ...{ state, version: at, reason, changedAt: at },
    since: since ?? standing?.since,
    reach:
      member.state === 'active' ? await reachOf(member, policy, deps) : (standing?.reach ?? []),
    refusedAt: member.state === 'active' ? at : standing?.refusedAt,
    swept: standing?.swept,
    ...(isLeaving ? { leaves, owned: [...member.ownedGroups] } : {}),
    reportHash,
  };
}
