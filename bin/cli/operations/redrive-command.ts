import { operations } from '../../../lambdas/contracts/operations';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { print, printable } from '../printable';
import { count } from './examine';
import { connectFunctions } from './operator-functions';

/** In the order of the data: what one of them does may be what the next has parked. */
const redrivers = ['redriver', 'audit-redriver', 'matcher-redriver', 'notifier-redriver'] as const;

/** `tocsin redrive` */
export async function redrive(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('redrive takes no arguments');
  const functions = await connectFunctions(args, io);
  try {
    const all = [];
    for (const name of redrivers) {
      all.push(await functions.invoke(name, {}, operations[name].reply));
    }
    const reply = {
      redriven: all.reduce((sum, { redriven }) => sum + redriven, 0),
      left: all.flatMap(({ left }) => left),
    };
    if (args.has('json')) await print(io.stdout, JSON.stringify(reply));
    else {
      await print(io.stdout, `redriven  ${count(reply.redriven, 'change')}`);
      for (const { what, reason } of reply.left) {
        await print(io.stdout, printable(`left      ${what}: ${reason}`));
      }
    }
    return reply.left.length === 0 ? exitCodes.ok : exitCodes.refused;
  } finally {
    functions.close();
  }
}
