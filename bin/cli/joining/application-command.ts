import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connectPublicly } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { type ApplicationStatus, claimReply, statusReply } from './joining-replies';
import { recordLine, statusLines } from './status-lines';

type Act = (path: string, client: ExchangeClient, args: Arguments, io: Io) => Promise<ExitCode>;

const acts: Readonly<Record<string, Act>> = {
  status: async (path, client, args, io) =>
    show(await client.call({ method: 'GET', path, reply: statusReply }), args, io),
  record: async (path, client, _, io) => {
    const status = await client.call({ method: 'GET', path, reply: statusReply });
    await print(io.stdout, recordLine(status));
    return exitCodes.ok;
  },
  prove: async (path, client, args, io) => {
    const call = { method: 'POST', path: `${path}/proof`, reply: statusReply } as const;
    const status = await client.call(call);
    await show(status, args, io);
    const isProved = status.checks.every(({ result }) => result === 'passed');
    return isProved ? exitCodes.ok : exitCodes.refused;
  },
  answer: async (path, client, args, io) => {
    const text = args.one('text');
    if (!text) throw usage('application answer needs --text');
    const body = JSON.stringify({ text });
    const call = { method: 'POST', path: `${path}/answers`, body, reply: statusReply } as const;
    return show(await client.call(call), args, io);
  },
  claim: async (path, client, args, io) => {
    const call = { method: 'POST', path: `${path}/claim`, reply: claimReply } as const;
    const credential = await client.call(call);
    await print(io.stdout, args.has('json') ? JSON.stringify(credential) : credential.token);
    if (!args.has('json')) await print(io.stderr, 'This credential is shown once: keep it safe.');
    return exitCodes.ok;
  },
};

/** `tocsin application status|record|prove|answer|claim PAGE` */
export async function application(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = '', page, ...others] = args.positionals;
  const act = acts[verb];
  if (!act || page === undefined || others.length > 0) {
    throw usage(`application takes ${Object.keys(acts).join(', ')}, and the address of its page`);
  }
  const { base, path } = readPage(page);
  const { client } = connectPublicly(args, io, progressBar(io), base);
  return act(path, client, args, io);
}

/** The address that `apply` printed, or its path alone. */
function readPage(page: string): { readonly base: string | undefined; readonly path: string } {
  const [, base, path] = /^(https?:\/\/.+)?(\/v1\/applications\/status\/[^/?#]+)$/.exec(page) ?? [];
  if (path) return { base, path };
  throw usage('the address of a status page ends in /v1/applications/status/ and its key');
}

async function show(status: ApplicationStatus, args: Arguments, io: Io): Promise<ExitCode> {
  const lines = args.has('json') ? [JSON.stringify(status)] : statusLines(status);
  for (const line of lines) await print(io.stdout, line);
  return exitCodes.ok;
}
