import { emptyTally, graceSeconds, type Sweep } from '../core/departure';
import { readable } from '../core/readable';
import { microsPerSecond } from '../core/time';
import type { StoredSweep } from '../store/departure-rows';
import type { DepartureStore } from '../store/departure-store';
import { type ExchangeStore, ownerShards } from '../store/exchange-store';
import { type LeaveDeps, leave } from './leave';
import { type SweepObjectsDeps, sweepObjects } from './sweep-objects';

export interface SweepDeps extends SweepObjectsDeps, LeaveDeps {
  readonly departures: Pick<
    DepartureStore,
    'listSweeps' | 'takeSweep' | 'saveSweep' | 'endStep' | 'readStanding' | 'listMemberships'
  >;
  readonly exchange: Pick<ExchangeStore, 'readShard' | 'replace'>;
  readonly onFailure: (id: string, error: unknown) => void;
}

const shardsAtOnce = 8;
const secondsBetweenSaves = 5;
/** A slice that was killed is taken over so long after its time. */
const takeoverSeconds = 20;

/** A slice of every walk that is under way; one that fails keeps no other from going on. */
export async function sweepAll(seconds: number, deps: SweepDeps): Promise<{ sweeps: number }> {
  const ends = deps.now() + seconds * microsPerSecond;
  const { sweeps: all, unreadable } = await deps.departures.listSweeps();
  for (const [memberId, error] of unreadable) deps.onFailure(memberId, error);
  const sweeps = all.filter(({ parkedUntil = 0 }) => parkedUntil <= deps.now());
  for (const [at, { memberId }] of sweeps.entries()) {
    const now = deps.now();
    const share = Math.max(0, ends - now) / (sweeps.length - at);
    try {
      await sweepMember(memberId, now + share, deps);
    } catch (error) {
      deps.onFailure(memberId, error);
    }
  }
  return { sweeps: sweeps.length };
}

/** Goes on from where the last slice stopped, to the end of a pass at most: what it waits for takes its time. */
async function sweepMember(memberId: string, ends: number, deps: SweepDeps): Promise<void> {
  const nowMicros = deps.now();
  const untilMicros = ends + takeoverSeconds * microsPerSecond;
  let sweep = await deps.departures.takeSweep(memberId, { nowMicros, untilMicros });
  let saved = nowMicros;
  while (sweep && sweep.shard < ownerShards) {
    sweep = await stepOn(sweep, deps);
    if (deps.now() >= ends && sweep.shard < ownerShards) break;
    if (deps.now() - saved < secondsBetweenSaves * microsPerSecond) continue;
    if (!(await deps.departures.saveSweep(sweep, false))) return;
    saved = deps.now();
  }
  if (!sweep) return;
  if (sweep.shard < ownerShards) await deps.departures.saveSweep(sweep, true);
  else await endPass(sweep, deps);
}

async function stepOn(sweep: StoredSweep, deps: SweepDeps): Promise<StoredSweep> {
  const shards = Array.from({ length: shardsAtOnce }, (_, n) => sweep.shard + n);
  const { memberId } = sweep;
  const read = await Promise.all(shards.map((shard) => deps.exchange.readShard(memberId, shard)));
  const found = read.map(readable);
  for (const { unreadable } of found) {
    for (const [id, error] of unreadable) deps.onFailure(id, error);
  }
  const objects = found.flatMap((some) => some.objects);
  const tally = await sweepObjects(objects, sweep, deps);
  const failed = found.reduce((sum, { unreadable }) => sum + unreadable.size, 0);
  return {
    ...sweep,
    shard: sweep.shard + shardsAtOnce,
    tally: { ...tally, unreadable: tally.unreadable + failed },
  };
}

async function endPass(sweep: StoredSweep, deps: SweepDeps): Promise<void> {
  if (!isClean(sweep)) {
    const again = { ...anew(deps.now()), pass: sweep.pass + 1 };
    await deps.departures.saveSweep({ ...sweep, ...again }, true);
    return;
  }
  const { step, goal } = sweep;
  if (step === 'retract') await leave(sweep.memberId, deps);
  const { unreadable } = sweep.tally;
  const parked = unreadable > 0 ? parkedSweep(sweep, deps.now()) : undefined;
  const next = step === goal ? parked : nextStep(sweep, deps.now());
  const descriptors = await descriptorsOf(sweep, deps);
  const end = { endedAt: deps.now(), descriptors, ...(unreadable > 0 && { unreadable }) };
  await deps.departures.endStep(sweep, next, end);
}

/** A pass that had nothing to do, after all that began before the decision has come to its end. */
function isClean({ step, tally, startedAt, passStartedAt }: StoredSweep): boolean {
  if (tally.open > 0) return false;
  if (step === 'lift') return true;
  return tally.changed === 0 && passStartedAt - startedAt >= graceSeconds * microsPerSecond;
}

const hoursBetweenTries = 6;

/** What can't be read is hidden with its owner until somebody mends it. */
function parkedSweep({ turn: _, ...sweep }: StoredSweep, nowMicros: number): Sweep {
  const parkedUntil = nowMicros + hoursBetweenTries * 3600 * microsPerSecond;
  return { ...sweep, ...anew(nowMicros), pass: sweep.pass + 1, parkedUntil };
}

function nextStep(
  { turn: _, parkedUntil: __, goal, ...sweep }: StoredSweep,
  nowMicros: number,
): Sweep {
  return { ...sweep, goal, step: goal, ...anew(nowMicros), pass: 1 };
}

function anew(nowMicros: number) {
  return { passStartedAt: nowMicros, shard: 0, tally: emptyTally };
}

/** As many are lifted as were withheld, however often the walk was broken off. */
async function descriptorsOf({ memberId, step, tally }: StoredSweep, deps: SweepDeps) {
  if (step === 'withhold') return tally.withheld;
  if (step === 'retract') return tally.retracted;
  const standing = await deps.departures.readStanding(memberId);
  return standing?.swept?.goal === 'withhold' ? standing.swept.descriptors : tally.changed;
}
