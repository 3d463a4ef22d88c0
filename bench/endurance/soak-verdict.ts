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

/**
 * The least that a process holds in the third quarter is held against the least in the fourth: a heap fills and is
 * emptied over minutes, so that any slope depends on where it is cut, but a leak lifts what is left after each
 * emptying. One kilobyte for each of 80 requests a second is 36 MB in a quarter of half an hour. The first half is
 * left out: caches fill, code is compiled.
 */
const mostGrowthMegabytes = 24;
const mostGrowthShare = 0.15;
/** The trimmer comes each second; so many are some 20 s of the load. */
const mostStreamRecords = 500;
const mostLagGrowth = 2;
const lagGrainMilliseconds = 100;

export function complaintsOf(samples: readonly Sample[]): string[] {
  const quarter = Math.floor(samples.length / 4);
  const half = samples.slice(2 * quarter);
  const roles = [...new Set(half.flatMap(({ memory }) => [...memory.keys()]))];
  const streamed = half.flatMap(({ streamRecords }) => streamRecords ?? []);
  const unseen = samples.filter(({ lagMilliseconds }) => lagMilliseconds === undefined).length;
  return [
    ...roles.flatMap((role) =>
      growthOf(role, samples.slice(2 * quarter, 3 * quarter), samples.slice(3 * quarter)),
    ),
    ...lagComplaints(samples),
    ...(unseen > 0 ? [`${unseen} probes were never seen in the feed`] : []),
    ...(Math.max(0, ...streamed) > mostStreamRecords
      ? [`the stream holds up to ${Math.max(...streamed)} records`]
      : []),
  ];
}

function growthOf(role: string, third: readonly Sample[], fourth: readonly Sample[]): string[] {
  const least = (some: readonly Sample[]) =>
    Math.min(...some.flatMap(({ memory }) => memory.get(role) ?? []));
  const [from, to] = [least(third), least(fourth)];
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
