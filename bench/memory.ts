import { writeFileSync } from 'node:fs';
import { family, readText, roleOf } from './processes';

/** The most that a process of each role held, in MB: the functions' by name, `engine`, `gateway`, `queues`. */
export type Peaks = Readonly<Record<string, number>>;

/** From now on, of the processes that run now; nothing where the system keeps no peaks. */
export function resetPeaks(cloudPid: number): void {
  for (const { pid } of family(cloudPid)) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // It has just ended, or it may not be asked: then its peak is of its whole life.
    }
  }
}

export function peaks(cloudPid: number): Peaks {
  const most: Record<string, number> = {};
  for (const { pid } of family(cloudPid)) {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`)) ?? [];
    const role = roleOf(pid, cloudPid);
    if (kilobytes) most[role] = Math.max(most[role] ?? 0, Math.round(Number(kilobytes) / 1024));
  }
  return most;
}
