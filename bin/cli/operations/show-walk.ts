import type { RepairReply } from '../../../lambdas/contracts/operations';
import type { Arguments, ExitCode, Io } from '../command';
import { print } from '../printable';
import { examineWalk } from './examine';
import { exitCodeOf, showWrong } from './show-wrong';
import { walkLines } from './walk-lines';

/** How a walk ended, in words or with --json as it was answered. */
export async function showWalk(
  reply: RepairReply,
  verdict: string,
  args: Arguments,
  io: Io,
): Promise<ExitCode> {
  const wrong = examineWalk(reply);
  if (args.has('json')) {
    await print(io.stdout, JSON.stringify(reply));
    return exitCodeOf(wrong);
  }
  for (const line of walkLines(reply)) await print(io.stdout, line);
  return showWrong(wrong, verdict, io);
}
