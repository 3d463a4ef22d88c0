import { putPolicyRoute } from '../../../lambdas/contracts/policy.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { openInput } from '../open-input';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { policyReply } from './joining-replies';

const { path } = putPolicyRoute;

/** `tocsin policy show | set FILE` */
export async function policy(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = 'show', file, ...others] = args.positionals;
  const isShown = verb === 'show' && file === undefined;
  if (others.length > 0 || !(isShown || (verb === 'set' && file !== undefined))) {
    throw usage('policy takes show, or set FILE (- for stdin)');
  }
  const body = file === undefined ? undefined : await documentIn(file, args, io);
  const { client } = connect(args, io, progressBar(io));
  const answer = await client.call({
    ...(body === undefined ? { method: 'GET', path } : { method: 'PUT', path, body }),
    reply: policyReply,
  } as const);
  await print(io.stdout, JSON.stringify(answer, undefined, 2));
  return exitCodes.ok;
}

/** What `policy show` printed, as it was edited, with the reason of the change. */
async function documentIn(file: string, args: Arguments, io: Io): Promise<string> {
  const reason = args.one('reason');
  if (!reason) throw usage('policy set needs --reason: all members read it');
  const chunks: Buffer[] = [];
  const { bytes } = await openInput(file, io);
  for await (const chunk of bytes) chunks.push(chunk);
  try {
    const document = JSON.parse(Buffer.concat(chunks).toString());
    return JSON.stringify({ ...document, reason });
  } catch {
    throw usage(`${file} is not JSON: policy show prints what it should be`);
  }
}
