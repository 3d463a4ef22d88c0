import type { RepairReply, RepairRequest } from '../../contracts/operations';
import { isoTime } from '../../core/time';
import { type Drift, noDrift } from './drift';

/** How far a job has come. It is kept between slices as JSON text. */
export interface WalkState {
  readonly job: RepairRequest['job'];
  /** Of a rebuild that is not of all. */
  readonly audiences: readonly string[] | null;
  readonly dropsOrphans: boolean;
  isFeedEmpty: boolean;
  readonly startedAt: number;
  endedAt: number;
  step: 'begin' | 'objects' | 'audiences' | 'done' | 'refused';
  /** Owners before it are done with, and of itself the partitions before `shard`. */
  owner: string;
  shard: number;
  /** Audiences up to it are done with. */
  audience: string;
  progress: { done: number; of: number };
  objectsSeen: number;
  audiencesSeen: number;
  readonly drift: Drift;
}

/** A walk from the start. What an unfinished rebuild has thrown away is rebuilt by the next. */
export function beginWalk(
  request: RepairRequest,
  nowMicros: number,
  unfinished?: WalkState,
): WalkState {
  return {
    job: request.job,
    audiences: both(
      request.audiences ?? null,
      unfinished?.job === 'rebuild-index' ? unfinished.audiences : [],
    ),
    dropsOrphans: request.job === 'rebuild-index' || request.dropOrphans === true,
    isFeedEmpty: false,
    startedAt: nowMicros,
    endedAt: nowMicros,
    ...{ step: 'begin', owner: '', shard: 0, audience: '', progress: { done: 0, of: 1 } },
    ...{ objectsSeen: 0, audiencesSeen: 0, drift: noDrift() },
  };
}

function both(
  chosen: readonly string[] | null,
  before: readonly string[] | null,
): readonly string[] | null {
  return chosen && before && [...new Set([...chosen, ...before])];
}

export function isOver({ step }: WalkState): boolean {
  return step === 'done' || step === 'refused';
}

export function replyOf(
  walk: WalkState,
  nowMicros: number,
  state: RepairReply['state'] = stateOf(walk),
): RepairReply {
  const { job, startedAt, progress, objectsSeen, audiencesSeen, drift } = walk;
  const step = walk.step === 'begin' || walk.step === 'objects' ? 'objects' : 'audiences';
  return {
    ...{ job, state, startedAt: isoTime(startedAt), at: isoTime(nowMicros) },
    progress: { step, ...progress },
    ...{ objects: objectsSeen, audiences: audiencesSeen },
    ...{ drift: drift.found, repaired: drift.repaired, findings: drift.findings },
    ...{ failed: drift.failed, missing: drift.missing, strays: drift.strays },
  };
}

function stateOf({ step }: WalkState): RepairReply['state'] {
  return step === 'done' || step === 'refused' ? step : 'running';
}
