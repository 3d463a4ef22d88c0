import { readdirSync, readFileSync } from 'node:fs';
import { functionName } from './function-name';

/** CPU milliseconds used so far: by a function's name, or `engine`, `gateway`, `queues`. */
export type CpuTimes = ReadonlyMap<string, number>;

const millisecondsPerTick = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly milliseconds: number;
}

/** Of the cloud's process and all that it started; nothing where there is no /proc. */
export function cpuTimes(cloudPid: number): CpuTimes {
  const times = new Map<string, number>();
  for (const { pid, milliseconds } of family(cloudPid)) {
    const role = pid === cloudPid ? 'gateway' : roleOf(pid);
    times.set(role, (times.get(role) ?? 0) + milliseconds);
  }
  return times;
}

export function cpuBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return new Map([...after].map(([role, ms]) => [role, ms - (before.get(role) ?? 0)]));
}

/** Processes of one function. */
export function pidsOf(cloudPid: number, role: string): number[] {
  return family(cloudPid).flatMap(({ pid }) => (roleOf(pid) === role ? [pid] : []));
}

function family(root: number): Process[] {
  const all = readProcesses();
  const members = all.filter(({ pid }) => pid === root);
  for (const { pid } of members) members.push(...all.filter(({ parent }) => parent === pid));
  return members;
}

function readProcesses(): Process[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(name) : []));
  } catch {
    return [];
  }
}

function readProcess(pid: string): Process[] {
  const stat = readText(`/proc/${pid}/stat`);
  // The command's name may hold spaces and parentheses; what follows its last one does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '') return [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return [
    { pid: Number(pid), parent: Number(fields[1]), milliseconds: ticks * millisecondsPerTick },
  ];
}

function roleOf(pid: number): string {
  const name = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(readText(`/proc/${pid}/environ`));
  if (name?.[1]) return functionName(name[1]);
  return readText(`/proc/${pid}/comm`).trim() === 'dynoxide' ? 'engine' : 'queues';
}

/** Empty for a process that has just ended. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
