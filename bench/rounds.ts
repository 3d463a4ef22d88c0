import { percentile, sorted } from './drive';
import { type Peaks, peaks, resetPeaks } from './memory';
import type { Probe, Stand } from './probe';
import type { Profiler } from './profiler';
import type { Cpu, Row } from './workload';

/** A line with so many stored: of all its figures the median of the rounds. */
export interface SizedRow extends Row {
  readonly stored: number;
  /** How far the rounds of this one size were apart: the longest by the shortest. */
  readonly spread: { readonly p50?: number; readonly cpu?: number };
  readonly peaks: Peaks;
}

/** In each round every stand has its turn, so that what disturbs the machine disturbs them all. */
export async function runRounds(
  probe: Probe,
  stands: readonly Stand[],
  rounds: number,
  profiler?: Profiler,
): Promise<SizedRow[]> {
  const measured = new Map<Stand, Row[][]>();
  for (const stand of stands) {
    await probe.warmUp(stand);
    resetPeaks(stand.cloud.pid);
    measured.set(stand, []);
  }
  profiler?.begin(stands.map(({ cloud }) => cloud.pid));
  for (let round = 0; round < rounds; round++) {
    for (const stand of rotated(stands, round)) {
      measured.get(stand)?.push(await probe.round(stand));
    }
  }
  await profiler?.end();
  return [...measured].flatMap(([{ scene, cloud }, ofRounds]) => {
    const atMost = peaks(cloud.pid);
    return combine(ofRounds).map((row) => ({ ...row, stored: scene.stored, peaks: atMost }));
  });
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

/** Lines of one name become one; a line that few rounds have is of those. */
export function combine(ofRounds: readonly Row[][]): Omit<SizedRow, 'stored' | 'peaks'>[] {
  const byName = new Map<string, Row[]>();
  for (const row of ofRounds.flat()) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  return [...byName.values()].flatMap((rows) => {
    const [first] = rows;
    return first ? [medianRow(first, rows)] : [];
  });
}

function medianRow({ name, title }: Row, rows: readonly Row[]) {
  const all = (pick: (row: Row) => number | undefined) =>
    rows.flatMap((row) => pick(row) ?? []).filter((figure) => !Number.isNaN(figure));
  const p50s = all(({ p50 }) => p50);
  const cpus = rows.flatMap(({ cpu }) => cpu ?? []);
  const times = { p50: median(p50s), p99: median(all(({ p99 }) => p99)) };
  return {
    ...{ name, title },
    operations: all(({ operations }) => operations).reduce((sum, one) => sum + one, 0),
    perSecond: median(all(({ perSecond }) => perSecond)),
    ...(p50s.length > 0 ? times : {}),
    ...(cpus.length > 0 ? { cpu: medianCpu(cpus) } : {}),
    spread: {
      ...(p50s.length > 0 ? { p50: apart(p50s) } : {}),
      ...(cpus.length > 0 ? { cpu: apart(cpus.map(({ whole }) => whole)) } : {}),
    },
  };
}

function medianCpu(cpus: readonly Cpu[]): Cpu {
  const of = (pick: (cpu: Cpu) => number) => median(cpus.map(pick));
  return {
    function: of((cpu) => cpu.function),
    engine: of(({ engine }) => engine),
    gateway: of(({ gateway }) => gateway),
    whole: of(({ whole }) => whole),
  };
}

function median(figures: readonly number[]): number {
  return percentile(sorted(figures), 0.5);
}

/** The largest of some figures by the smallest. */
export function apart(figures: readonly number[]): number {
  return Math.max(...figures) / Math.min(...figures);
}
