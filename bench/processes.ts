import { readdirSync, readFileSync } from 'node:fs';
import { functionName } from './function-name';

const millisecondsPerTick = 10;

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Of CPU, so far. */
  readonly milliseconds: number;
}

/** A process and all that it has started; none where there is no /proc. */
export function family(root: number): Process[] {
  const all = readProcesses();
  const members = all.filter(({ pid }) => pid === root);
  for (const { pid } of members) members.push(...all.filter(({ parent }) => parent === pid));
  return members;
}

/** What a process is to the cloud: a function's name, or `engine`, `gateway`, `queues`. */
export function roleOf(pid: number, cloudPid: number): string {
  if (pid === cloudPid) return 'gateway';
  const name = /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(readText(`/proc/${pid}/environ`));
  if (name?.[1]) return functionName(name[1]);
  return readText(`/proc/${pid}/comm`).trim() === 'dynoxide' ? 'engine' : 'queues';
}

/** Empty for a process that has just ended. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
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
