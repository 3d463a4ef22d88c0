import { randomUUID } from 'node:crypto';
import { applyRoute } from '../../../lambdas/contracts/joining.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connectPublicly } from '../connect';
import { wholeNumber } from '../option-values';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { appliedReply } from './joining-replies';
import { recordLine, statusLines } from './status-lines';

/** `tocsin apply`: the address of the status page on stdout, for a script to keep; the rest on stderr. */
export async function apply(args: Arguments, io: Io): Promise<ExitCode> {
  const body = JSON.stringify(requestOf(args));
  const { baseUrl, client } = connectPublicly(args, io, progressBar(io));
  const { method, path } = applyRoute;
  const idempotencyKey = randomUUID();
  const reply = await client.call({ method, path, body, idempotencyKey, reply: appliedReply });
  const page = reply.statusPage && `${baseUrl}${reply.statusPage}`;
  if (args.has('json')) {
    await print(io.stdout, JSON.stringify({ ...reply, ...(page ? { statusPage: page } : {}) }));
    return exitCodes.ok;
  }
  for (const line of statusLines(reply)) await print(io.stderr, line);
  await print(io.stderr, `in your DNS: ${recordLine(reply)}`);
  if (page) await print(io.stdout, page);
  else await print(io.stderr, 'the answer was lost on its way, and its key with it: apply again');
  return page ? exitCodes.ok : exitCodes.failed;
}

function requestOf(args: Arguments) {
  const version = wholeNumber(args, 'agree', { least: 1, most: 999_999_999 });
  if (version === undefined) {
    throw usage('apply needs --agree VERSION: tocsin agreement shows the text and its version');
  }
  return {
    organisation: needed(args, 'organisation'),
    sector: needed(args, 'sector'),
    organisationClass: args.one('class') ?? 'company',
    country: needed(args, 'country'),
    contact: needed(args, 'contact'),
    domain: needed(args, 'domain'),
    purpose: needed(args, 'purpose'),
    agreement: { version },
  };
}

function needed(args: Arguments, option: string): string {
  const value = args.one(option);
  if (value) return value;
  throw usage(`apply needs --${option}`);
}
