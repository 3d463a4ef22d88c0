import {
  type DoctorReply,
  driftKinds,
  type RepairReply,
} from '../../../lambdas/contracts/operations';

/** What is not as it should be, and which command or which heading of the README's runbook mends it. */
export interface Wrong {
  readonly what: string;
  readonly mend: string;
}

type Drift = RepairReply['drift'];

const patientMinutes = 2;

/** What the doctor found by itself. */
export function examineNow({ lag, queues, expirerMinutesBehind }: DoctorReply): readonly Wrong[] {
  const wrong: Wrong[] = [];
  if (lag.milliseconds === null) {
    const what = `what is written is not indexed within ${lag.waitedSeconds} s`;
    wrong.push({ what, mend: 'README, Runbook: index lag' });
  }
  for (const { name, messages } of queues.filter((queue) => queue.messages > 0)) {
    wrong.push({ what: `${name} holds ${count(messages, 'message')}`, mend: 'tocsin redrive' });
  }
  if (expirerMinutesBehind !== null && expirerMinutesBehind > patientMinutes) {
    const what = `the expirer is ${expirerMinutesBehind} minutes behind`;
    wrong.push({ what, mend: 'README, Runbook: expirer silent' });
  }
  return wrong;
}

/** What is left after a walk. */
export function examineWalk(reply: RepairReply): readonly Wrong[] {
  const { state, missing, failed } = reply;
  if (state === 'busy') {
    return [{ what: 'another walk is still at work', mend: 'ask again when it has ended' }];
  }
  if (state === 'refused') {
    const what = `the exchange is not whole: ${missing.join('; ')}`;
    return [{ what, mend: 'restore what is missing, then tocsin rebuild-index --all' }];
  }
  const wrong: Wrong[] = [...examineDrift(reply)];
  if (failed.length > 0) {
    const what = `${count(failed.length, 'object')} could not be looked at or mended`;
    wrong.push({ what, mend: 'README, Runbook: parked changes' });
  }
  return wrong;
}

/** Of this walk or, where there was none now, of the last one that ended. */
export function examineDrift({
  drift,
  repaired,
}: Pick<RepairReply, 'drift' | 'repaired'>): readonly Wrong[] {
  const kinds = driftKinds.map((kind) => [kind, (drift[kind] ?? 0) - (repaired[kind] ?? 0)]);
  const left: Drift = Object.fromEntries(kinds.filter(([, each]) => Number(each) > 0));
  const places = total(left);
  if (places === 0) return [];
  const mend =
    left.orphan === places
      ? 'tocsin reconcile --drop-orphans, unless a restore is to bring their objects back'
      : 'tocsin reconcile';
  const what = `the index differs from the exchange in ${count(places, 'place')}`;
  return [{ what: `${what} (${driftText(left)})`, mend }];
}

export function total(drift: Drift): number {
  return Object.values(drift).reduce((sum, each) => sum + each, 0);
}

export function driftText(drift: Drift): string {
  const found = Object.entries(drift).filter(([, each]) => each > 0);
  return found.map(([kind, each]) => `${kind} ${each}`).join(', ') || 'nothing';
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
