import { readFileSync } from 'node:fs';
import { cpuTimes, pidsOf } from '../cpu';

/** Megabytes by role: `engine`, `gateway`, `queues`, and the largest child of a function by its name. */
export type Memory = ReadonlyMap<string, number>;

/** Resident, of the cloud's process and all that it started. */
export function memoryOf(cloudPid: number): Memory {
  const memory = new Map([['gateway', residentOf(cloudPid)]]);
  for (const role of cpuTimes(cloudPid).keys()) {
    const pids = pidsOf(cloudPid, role).filter((pid) => pid !== cloudPid);
    // One more child is no leak.
    if (pids.length > 0) memory.set(role, Math.max(...pids.map(residentOf)));
  }
  return memory;
}

/** 0 for a process that has just ended. */
function residentOf(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
