import { setTimeout as sleep } from 'node:timers/promises';
import {
  operations,
  type RepairReply,
  type RepairRequest,
} from '../../../lambdas/contracts/operations';
import { type Arguments, type Io, interrupted } from '../command';
import { wholeNumber } from '../option-values';
import { printable } from '../printable';
import { progressBar } from '../progress-bar';
import { total } from './examine';
import type { OperatorFunctions } from './operator-functions';

/** Short enough to show progress by, long enough that starting one costs nothing. */
const sliceSeconds = 20;
const busyPauseMilliseconds = 2_000;
const busyPatienceSeconds = 900;

type Walk = Omit<RepairRequest, 'seconds' | 'anew'>;

/** Slice after slice to the end of the walk. While another is at work it waits, as long as --patience says. */
export async function walk(
  functions: OperatorFunctions,
  request: Walk,
  args: Arguments,
  io: Io,
): Promise<RepairReply> {
  const bar = progressBar(io);
  const patience = wholeNumber(args, 'patience', { least: 0, most: 86_400 }) ?? busyPatienceSeconds;
  let anew = !args.has('resume');
  let busySince: number | undefined;
  try {
    for (;;) {
      const reply = await slice(functions, { ...request, anew, seconds: sliceSeconds });
      if (reply.state === 'busy') {
        // Another rebuild may be of other audiences.
        if (request.job === 'rebuild-index') return reply;
        busySince ??= waitingSince(patience, io, bar);
        if (Date.now() - busySince >= patience * 1000) return reply;
        await pause(io);
      } else {
        if (reply.state !== 'running') return reply;
        busySince = undefined;
        bar.show(progressOf(reply), reply.progress.done, reply.progress.of);
      }
      // To begin anew would take the walk from whoever has begun another: two would never end.
      anew = false;
    }
  } finally {
    bar.clear();
  }
}

function slice(functions: OperatorFunctions, request: RepairRequest): Promise<RepairReply> {
  return functions.invoke('repairer', request, operations.repairer.reply);
}

function waitingSince(patience: number, io: Io, bar: { clear(): void }): number {
  bar.clear();
  io.stderr.write(`another walk is at work: waiting up to ${patience} s for its end\n`);
  return Date.now();
}

async function pause({ signal }: Io): Promise<void> {
  await sleep(busyPauseMilliseconds, undefined, { signal }).catch(() => {
    throw interrupted();
  });
}

function progressOf({ progress, objects, audiences, drift }: RepairReply): string {
  return printable(
    `${progress.step}: ${objects} objects and ${audiences} audiences looked at, ${total(drift)} differences`,
  );
}
