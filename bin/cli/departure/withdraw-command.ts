import { withdrawRoute } from '../../../lambdas/contracts/departure.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { confirm } from '../operations/confirm';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { withdrawingReply } from './departure-replies';

/** `tocsin withdraw` */
export async function withdraw(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('withdraw takes no arguments');
  const { connection, client } = connect(args, io, progressBar(io));
  const { memberId, baseUrl } = connection;
  const question = `Member ${memberId} leaves ${baseUrl} for good, with everything that it ever gave.`;
  await confirm(question, args, io);
  const reason = args.one('reason');
  const body = JSON.stringify({ memberId, ...(reason ? { reason } : {}) });
  const call = { method: 'POST', path: withdrawRoute.path, body, reply: withdrawingReply } as const;
  const { report } = await client.call(call);
  const address = `${baseUrl}${report}`;
  await print(
    io.stdout,
    args.has('json') ? JSON.stringify({ memberId, report: address }) : address,
  );
  return exitCodes.ok;
}
