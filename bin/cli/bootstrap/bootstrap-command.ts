import { z } from 'zod';
import { type Arguments, type ExitCode, exitCodes, type Io } from '../command';
import { connectFunctions } from '../operations/operator-functions';
import { print } from '../printable';

const answer = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('created'), operatorId: z.string(), token: z.string() }),
  z.looseObject({ status: z.literal('already_bootstrapped'), operatorId: z.string() }),
]);

/** `tocsin bootstrap`: the operator's credential, which is shown this once. */
export async function bootstrap(args: Arguments, io: Io): Promise<ExitCode> {
  const functions = await connectFunctions(args, io);
  try {
    const reply = await functions.invoke('bootstrap', {}, answer);
    return await show(reply, args.has('json'), io);
  } finally {
    functions.close();
  }
}

async function show(reply: z.output<typeof answer>, isJson: boolean, io: Io): Promise<ExitCode> {
  if (isJson) await print(io.stdout, JSON.stringify(reply));
  if (reply.status === 'already_bootstrapped') {
    await print(
      io.stderr,
      `the operator ${reply.operatorId} has its credential already: it was shown once and cannot be shown again`,
    );
    return exitCodes.refused;
  }
  if (!isJson) await print(io.stdout, reply.token);
  await print(
    io.stderr,
    `this is the credential of the operator ${reply.operatorId}: keep it in a secret store now, it is not shown again`,
  );
  return exitCodes.ok;
}
