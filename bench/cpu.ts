import { family, roleOf } from './processes';

/** CPU milliseconds used so far, by role. */
export type CpuTimes = ReadonlyMap<string, number>;

/** Of the cloud's process and all that it started; nothing where there is no /proc. */
export function cpuTimes(cloudPid: number): CpuTimes {
  const times = new Map<string, number>();
  for (const { pid, milliseconds } of family(cloudPid)) {
    const role = roleOf(pid, cloudPid);
    times.set(role, (times.get(role) ?? 0) + milliseconds);
  }
  return times;
}

export function cpuBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return new Map([...after].map(([role, ms]) => [role, ms - (before.get(role) ?? 0)]));
}

/** Processes of one function. */
export function pidsOf(cloudPid: number, role: string): number[] {
  return family(cloudPid).flatMap(({ pid }) => (roleOf(pid, cloudPid) === role ? [pid] : []));
}
