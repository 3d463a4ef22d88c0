import type { RepairRequest } from '../../../lambdas/contracts/operations';
import { type Arguments, type ExitCode, type Io, usage } from '../command';
import { total } from './examine';
import { connectFunctions } from './operator-functions';
import { showWalk } from './show-walk';
import { walk } from './walk';

/** `tocsin reconcile [--check] [--drop-orphans]` */
export async function reconcile(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('reconcile takes no arguments: it walks everything');
  const request = requestOf(args);
  const functions = await connectFunctions(args, io);
  try {
    const reply = await walk(functions, request, args, io);
    const isMended = total(reply.repaired) > 0;
    const verdict = isMended ? 'the index is mended' : 'the index agrees with the exchange';
    return await showWalk(reply, verdict, args, io);
  } finally {
    functions.close();
  }
}

function requestOf(args: Arguments): RepairRequest {
  const dropOrphans = args.has('drop-orphans');
  if (!args.has('check')) return { job: 'reconcile', dropOrphans };
  if (dropOrphans) throw usage('--check changes nothing: leave --drop-orphans or --check out');
  return { job: 'check' };
}
