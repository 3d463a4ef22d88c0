import { percentile, sorted } from '../drive';
import type { Memory } from './memory';

export interface Sample {
  readonly seconds: number;
  readonly memory: Memory;
  /** From an acknowledgement until another member's feed shows it; undefined when it never did. */
  readonly lagMilliseconds: number | undefined;
  readonly megabytes: number;
  readonly streamRecords: number | undefined;
}

/** The middle of all slopes between two samples: what a collector frees at once does not tilt it. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const slopes = points.flatMap(([x, y], at) =>
    points.slice(at + 1).map(([laterX, laterY]) => (laterY - y) / (laterX - x)),
  );
  return slopes.length === 0 ? 0 : percentile(sorted(slopes), 0.5);
}

/**
 * A leak of one kilobyte for each of 80 requests a second is 140 MB in half an hour; what a heap that is full of
 * garbage or not makes of one child is some megabytes. The first half is left out: caches fill, code is compiled.
 */
const mostGrowthMegabytes = 24;
const mostGrowthShare = 0.15;
/** A second of load of what is streamed, and what waits for the trimmer's next tick. */
const mostStreamRecords = 5000;
const mostLagGrowth = 2;
const lagGrainMilliseconds = 100;

export function complaintsOf(samples: readonly Sample[]): string[] {
  const half = samples.slice(Math.floor(samples.length / 2));
  const roles = [...new Set(half.flatMap(({ memory }) => [...memory.keys()]))];
  const streamed = half.flatMap(({ streamRecords }) => streamRecords ?? []);
  const unseen = samples.filter(({ lagMilliseconds }) => lagMilliseconds === undefined).length;
  return [
    ...roles.flatMap((role) => growthOf(role, half)),
    ...lagComplaints(samples),
    ...(unseen > 0 ? [`${unseen} probes were never seen in the feed`] : []),
    ...(Math.max(0, ...streamed) > mostStreamRecords
      ? [`the stream holds up to ${Math.max(...streamed)} records`]
      : []),
  ];
}

function growthOf(role: string, half: readonly Sample[]): string[] {
  const points = half.map(({ seconds, memory }) => [seconds, memory.get(role) ?? 0] as const);
  const length = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  const growth = slope(points) * length;
  const middle = percentile(sorted(points.map(([, megabytes]) => megabytes)), 0.5);
  if (growth <= Math.max(mostGrowthMegabytes, mostGrowthShare * middle)) return [];
  return [
    `${role} grew by ${growth.toFixed(0)} MB in the second half, from ${middle.toFixed(0)} MB`,
  ];
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
