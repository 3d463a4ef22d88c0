import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DoctorReply,
  doctorReply,
  type RepairReply,
  type RepairRequest,
  repairReply,
} from '../../lambdas/contracts/operations';
import type { KillableCloud } from './killable-cloud';

export interface Health {
  readonly doctor: DoctorReply;
  readonly walk: RepairReply;
  /** Why it is not over; nothing when it is. */
  readonly complaints: readonly string[];
}

/** Walks everything without repairing it, then asks the doctor: a fault is over when it says so. */
export async function examine(cloud: KillableCloud): Promise<Health> {
  const walk = await walkAll(cloud, { job: 'check', anew: true });
  const doctor = doctorReply.parse(await cloud.invoke('Doctor'));
  return { doctor, walk, complaints: complaintsOf(doctor, walk) };
}

async function walkAll(cloud: KillableCloud, first: RepairRequest): Promise<RepairReply> {
  let request = first;
  for (;;) {
    const reply = repairReply.parse(await cloud.invoke('Repairer', request));
    if (reply.state === 'done' || reply.state === 'refused') return reply;
    // A slice that was killed keeps others away for a while.
    if (reply.state === 'busy') await sleep(1000);
    else request = { job: first.job };
  }
}

const mostMinutesBehind = 2;

function complaintsOf({ lag, queues, expirerMinutesBehind }: DoctorReply, walk: RepairReply) {
  const filled = queues.filter(({ messages }) => messages > 0);
  const drift = Object.entries(walk.drift).filter(([, count]) => count > 0);
  return [
    ...(lag.milliseconds === null ? [`no write was indexed in ${lag.waitedSeconds} s`] : []),
    ...filled.map(({ name, messages }) => `${messages} messages in ${name}`),
    ...((expirerMinutesBehind ?? 0) > mostMinutesBehind ? ['the expirer is behind'] : []),
    ...(walk.state === 'done' ? [] : [`the walk was ${walk.state}: ${walk.missing.join()}`]),
    ...drift.map(([kind, count]) => `drift: ${count} of kind ${kind}`),
    ...walk.failed.map(({ id, reason }) => `${id} could not be looked at: ${reason}`),
  ];
}
