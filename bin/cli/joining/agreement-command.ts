import { readAgreementRoute } from '../../../lambdas/contracts/agreement.contract';
import { type Arguments, type ExitCode, exitCodes, type Io } from '../command';
import { connectPublicly } from '../connect';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { agreementReply } from './joining-replies';

/** `tocsin agreement`: its text, and at the end the version to agree to. */
export async function agreement(args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connectPublicly(args, io, progressBar(io));
  const { method, path } = readAgreementRoute;
  const answer = await client.call({ method, path, reply: agreementReply });
  const text = `${answer.text}\nVersion ${answer.version}`;
  await print(io.stdout, args.has('json') ? JSON.stringify(answer) : text);
  return exitCodes.ok;
}
