import {
  acceptAgreementRoute,
  readAgreementRoute,
} from '../../../lambdas/contracts/agreement.contract';
import { readMeRoute } from '../../../lambdas/contracts/directory.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect, connectPublicly } from '../connect';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { type AgreementStanding, agreementReply, meReply, standingReply } from './joining-replies';

/** `tocsin agreement`: its text, and at the end the version to agree to; `status`, `accept VERSION` */
export async function agreement(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb, version, ...others] = args.positionals;
  if (verb === undefined) return showText(args, io);
  if (verb === 'status' && version === undefined) return showStanding(args, io);
  if (verb === 'accept' && others.length === 0 && /^[1-9]\d{0,8}$/.test(version ?? '')) {
    return accept(Number(version), args, io);
  }
  throw usage('agreement takes nothing, status, or accept with the VERSION that you read');
}

async function showText(args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connectPublicly(args, io, progressBar(io));
  const { method, path } = readAgreementRoute;
  const answer = await client.call({ method, path, reply: agreementReply });
  const text = `${answer.text}\nVersion ${answer.version}`;
  await print(io.stdout, args.has('json') ? JSON.stringify(answer) : text);
  return exitCodes.ok;
}

async function showStanding(args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connect(args, io, progressBar(io));
  const { method, path } = readMeRoute;
  const { agreement: standing } = await client.call({ method, path, reply: meReply });
  await tell(standing, args, io);
  return exitCodes.ok;
}

async function accept(version: number, args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connect(args, io, progressBar(io));
  const { method, path } = acceptAgreementRoute;
  const body = JSON.stringify({ version });
  await tell(await client.call({ method, path, body, reply: standingReply }), args, io);
  return exitCodes.ok;
}

async function tell(standing: AgreementStanding, args: Arguments, io: Io): Promise<void> {
  const { accepted, current, isDue, refusedFrom } = standing;
  const had = accepted
    ? `accepted: version ${accepted.version}, at ${accepted.acceptedAt}, by ${accepted.acceptedBy}`
    : 'accepted: none yet';
  const until = refusedFrom ? `; without it nothing new is published from ${refusedFrom} on` : '';
  const due = isDue
    ? [`due: read it, then tocsin agreement accept ${current.version}${until}`]
    : [];
  const lines = [had, `in force: version ${current.version}`, ...due];
  await print(io.stdout, args.has('json') ? JSON.stringify(standing) : lines.join('\n'));
}
