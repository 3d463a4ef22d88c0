import type { DoctorReply } from '../contracts/operations';
import { minuteOf } from '../core/due';
import { type Clock, isoTime, microsPerSecond } from '../core/time';
import type { DueStore } from '../store/due-store';
import type { JobStore } from '../store/job-store';
import type { ProbeStore } from '../store/probe-store';
import { lastWalk } from './repair/repair';

export interface DiagnoseDeps {
  readonly probes: Pick<ProbeStore, 'write' | 'readEchoed'>;
  readonly due: Pick<DueStore, 'readCursor'>;
  readonly jobs: JobStore;
  readonly queues: readonly { readonly name: string; count(): Promise<number> }[];
  readonly now: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const waitedSeconds = 30;
const millisecondsBetweenLooks = 20;

/** Whether what is written now comes out, what waits for an operator, and what the last walk found. */
export async function diagnose(deps: DiagnoseDeps): Promise<DoctorReply> {
  const milliseconds = await measureLag(deps);
  const queues = await Promise.all(
    deps.queues.map(async (queue) => ({ name: queue.name, messages: await queue.count() })),
  );
  const now = deps.now();
  const cursor = await deps.due.readCursor();
  return {
    at: isoTime(now),
    lag: { milliseconds, waitedSeconds },
    queues,
    expirerMinutesBehind: cursor === undefined ? null : Math.max(0, minuteOf(now) - cursor),
    lastWalk: await lastWalk(deps),
  };
}

/** Null when the probes have not come out in time: something before them holds them up. */
async function measureLag({ probes, now, sleep }: DiagnoseDeps): Promise<number | null> {
  const version = now();
  await probes.write(version);
  while (now() - version < waitedSeconds * microsPerSecond) {
    if ((await probes.readEchoed()) >= version) return Math.ceil((now() - version) / 1000);
    await sleep(millisecondsBetweenLooks);
  }
  return null;
}
