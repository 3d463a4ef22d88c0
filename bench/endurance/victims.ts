import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimes, pidsOf } from '../cpu';

/** What is killed: one process, or for `all` every process of the cloud at once. */
export const killKinds = [
  'engine',
  'indexer',
  'publish',
  'feed',
  'expirer',
  'queues',
  'cloud',
  'all',
] as const;
export type KillKind = (typeof killKinds)[number];

/** Live processes of that kind, the chosen one first; empty when none runs. */
export function victimsOf(cloudPid: number, kind: KillKind): number[] {
  if (kind === 'cloud') return [cloudPid];
  if (kind === 'all') return familyOf(cloudPid);
  const pids = pidsOf(cloudPid, kind);
  return (kind === 'queues' ? pids.filter(isQueueServer) : pids).slice(0, 1);
}

function familyOf(cloudPid: number): number[] {
  const roles = [...cpuTimes(cloudPid).keys()];
  return [...new Set([cloudPid, ...roles.flatMap((role) => pidsOf(cloudPid, role))])];
}

/** How many of them lived until this killed them. */
export async function killAll(pids: readonly number[]): Promise<number> {
  const living = pids.flatMap((pid) => {
    const life = lifeOf(pid);
    return life !== undefined && kill(pid) ? [{ pid, life }] : [];
  });
  for (const { pid, life } of living) {
    while (lifeOf(pid) === life) await sleep(2);
  }
  return living.length;
}

/** False for one that ended by itself a moment ago. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** When it was started: a number that no later process of the same id has; undefined when it is dead. */
function lifeOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' || state === 'Z' || state === 'X' ? undefined : fields[18];
}

function isQueueServer(pid: number): boolean {
  return read(`/proc/${pid}/cmdline`).includes('queue-server.mjs');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
