import { percentile, sorted } from '../drive';
import type { Memory } from './memory';

export interface Sample {
  readonly seconds: number;
  /** Resident. */
  readonly memory: Memory;
  /** Once garbage is collected; without the engine. */
  readonly held: Memory;
  /** From an acknowledgement until another member's feed shows it; undefined when it never did. */
  readonly lagMilliseconds: number | undefined;
  readonly megabytes: number;
  readonly streamRecords: number | undefined;
}

/**
 * What a process holds at least in one stretch is held against what it holds at least in the next: caches fill and
 * are emptied, so that any slope depends on where it is cut, but a leak lifts the least. Of half an hour a stretch is
 * 11 minutes: one kilobyte for each of 80 requests a second is 54 MB then. The first quarter is left out: caches fill,
 * code is compiled.
 */
const mostGrowthMegabytes = 24;
const mostGrowthShare = 0.15;
/** Stretches must be so long that a leak of a few bytes a request shows. */
export const leastMinutes = 25;
/** The trimmer comes each second; so many are some 20 s of the load. */
const mostStreamRecords = 500;
const mostLagGrowth = 2;
const lagGrainMilliseconds = 100;

export function complaintsOf(samples: readonly Sample[]): string[] {
  const late = samples.slice(Math.floor(samples.length / 2));
  const streamed = Math.max(0, ...late.flatMap(({ streamRecords }) => streamRecords ?? []));
  const unseen = samples.filter(({ lagMilliseconds }) => lagMilliseconds === undefined).length;
  return [
    ...memoryComplaints(samples),
    ...lagComplaints(samples),
    ...(unseen > 0 ? [`${unseen} probes were never seen in the feed`] : []),
    ...(streamed > mostStreamRecords ? [`the stream holds up to ${streamed} records`] : []),
  ];
}

function memoryComplaints(samples: readonly Sample[]): string[] {
  const last = samples.at(-1);
  if (!last || last.seconds < (leastMinutes - 1) * 60) return [];
  const rest = samples.slice(Math.floor(samples.length / 4));
  const middle = Math.floor(rest.length / 2);
  const [first, second] = [rest.slice(0, middle), rest.slice(middle)];
  return [...judgedOf(last).keys()].flatMap((role) => growthOf(role, first, second));
}

/** The engine by its resident memory; where V8 has a heap, by what it holds: how much room it takes besides tells nothing. */
function judgedOf({ memory, held }: Sample): Memory {
  return new Map([...held, ['engine', memory.get('engine') ?? 0]]);
}

function growthOf(role: string, first: readonly Sample[], second: readonly Sample[]): string[] {
  const least = (some: readonly Sample[]) =>
    Math.min(...some.flatMap((one) => judgedOf(one).get(role) ?? []));
  const [from, to] = [least(first), least(second)];
  if (!(to - from > Math.max(mostGrowthMegabytes, mostGrowthShare * from))) return [];
  return [`${role} held at least ${from.toFixed(0)} MB, then ${to.toFixed(0)} MB`];
}

function lagComplaints(samples: readonly Sample[]): string[] {
  const quarter = Math.floor(samples.length / 4);
  const middleOf = (some: readonly Sample[]) =>
    percentile(sorted(some.flatMap(({ lagMilliseconds }) => lagMilliseconds ?? [])), 0.5);
  const [early, late] = [
    middleOf(samples.slice(quarter, 2 * quarter)),
    middleOf(samples.slice(-quarter)),
  ];
  if (!(late > mostLagGrowth * early + lagGrainMilliseconds)) return [];
  return [`the lag grew from ${early.toFixed(0)} to ${late.toFixed(0)} ms`];
}
