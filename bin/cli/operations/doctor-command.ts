import {
  type DoctorReply,
  operations,
  type RepairReply,
} from '../../../lambdas/contracts/operations';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { print, printable } from '../printable';
import { count, examineDrift, examineNow, examineWalk, type Wrong } from './examine';
import { connectFunctions } from './operator-functions';
import { exitCodeOf, showWrong } from './show-wrong';
import { walk } from './walk';
import { walkLines } from './walk-lines';

/** `tocsin doctor [--quick]` */
export async function doctor(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('doctor takes no arguments');
  const functions = await connectFunctions(args, io);
  try {
    const now = await functions.invoke('doctor', {}, operations.doctor.reply);
    if (!args.has('json')) for (const line of doctorLines(now)) await print(io.stdout, line);
    const walked = args.has('quick')
      ? undefined
      : await walk(functions, { job: 'check' }, args, io);
    const wrong = [...examineNow(now), ...examineIndex(now, walked)];
    if (!args.has('json')) return await show(now, walked, wrong, io);
    const healthy = exitCodeOf(wrong) === exitCodes.ok;
    await print(io.stdout, JSON.stringify({ healthy, wrong, doctor: now, walk: walked ?? null }));
    return exitCodeOf(wrong);
  } finally {
    functions.close();
  }
}

function examineIndex({ lastWalk }: DoctorReply, walked: RepairReply | undefined) {
  if (walked) return examineWalk(walked);
  return lastWalk ? examineDrift(lastWalk) : [];
}

async function show(
  { lastWalk }: DoctorReply,
  walked: RepairReply | undefined,
  wrong: readonly Wrong[],
  io: Io,
): Promise<ExitCode> {
  if (walked) for (const line of walkLines(walked)) await print(io.stdout, line);
  else {
    const last = lastWalk ? `the last one, ${lastWalk.job}, ended ${lastWalk.at}` : 'never done';
    await print(io.stdout, `walk      left out: ${last}`);
  }
  return showWrong(wrong, 'healthy', io);
}

function doctorLines({ lag, queues, expirerMinutesBehind }: DoctorReply): readonly string[] {
  const { milliseconds, waitedSeconds } = lag;
  const behind = expirerMinutesBehind === null ? 'nothing has an end yet' : undefined;
  return [
    milliseconds === null
      ? `lag       more than ${waitedSeconds} s from a write to its index`
      : `lag       ${milliseconds} ms from a write to its index`,
    ...queues.map(({ name, messages }) =>
      printable(`queue     ${name}: ${messages === 0 ? 'empty' : count(messages, 'message')}`),
    ),
    `expirer   ${behind ?? `${count(expirerMinutesBehind ?? 0, 'minute')} behind`}`,
  ];
}
