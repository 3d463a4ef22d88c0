import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import {
  issueCredentialRoute,
  listCredentialsRoute,
  reportLeakRoute,
} from '../../../lambdas/contracts/credentials.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect, connectPublicly } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { expiryOf } from '../publish/publish-fields';
import {
  credentialsReply,
  issuedReply,
  leakEndedReply,
  type ShownCredential,
} from './credential-replies';

type Act = (what: string, client: ExchangeClient, args: Arguments, io: Io) => Promise<ExitCode>;

const acts: Readonly<Record<string, Act>> = { list, issue, rotate, revoke };

/** `tocsin credentials list | issue NAME | rotate ID | revoke ID | report-leak` */
export async function credentials(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = '', what, ...others] = args.positionals;
  const takesNothing = verb === 'list' || verb === 'report-leak';
  const act = acts[verb];
  if (others.length > 0 || takesNothing !== (what === undefined) || !(act || takesNothing)) {
    throw usage('credentials takes list, issue NAME, rotate ID, revoke ID, or report-leak');
  }
  if (!act) return reportLeak(args, io);
  const { client } = connect(args, io, progressBar(io));
  return act(what ?? '', client, args, io);
}

async function list(_: string, client: ExchangeClient, args: Arguments, io: Io) {
  const { path } = listCredentialsRoute;
  const reply = await client.call({ method: 'GET', path, reply: credentialsReply });
  const lines = args.has('json')
    ? reply.credentials.map((one) => JSON.stringify(one))
    : reply.credentials.map(lineOf);
  for (const line of lines) await print(io.stdout, line);
  return exitCodes.ok;
}

function lineOf(one: ShownCredential): string {
  const state = one.revokedAt
    ? `revoked ${one.revokedAt}`
    : one.expiresAt
      ? `until ${one.expiresAt}`
      : 'live';
  const used = `last used ${one.lastUsedDay ?? 'never'}`;
  return printable([one.id, one.role, one.scopes.join(','), state, used, one.name].join('  '));
}

async function issue(name: string, client: ExchangeClient, args: Arguments, io: Io) {
  const role = args.one('role');
  if (!role) throw usage('credentials issue needs --role: admin, analyst, reader or machine');
  const [scopes, allowedFrom, expires] = [args.all('scope'), args.all('from'), args.one('expires')];
  const body = JSON.stringify({
    ...{ name, role },
    ...(scopes.length > 0 && { scopes }),
    ...(allowedFrom.length > 0 && { allowedFrom }),
    ...(expires !== undefined && { expiresAt: expiryOf(expires, Date.now()) }),
  });
  return showToken(await post(issueCredentialRoute.path, body, client), args, io);
}

async function rotate(id: string, client: ExchangeClient, args: Arguments, io: Io) {
  const overlapSeconds = wholeNumber(args, 'overlap', { least: 0, most: 604_800 });
  const body = JSON.stringify(overlapSeconds === undefined ? {} : { overlapSeconds });
  return showToken(await post(`${pathOf(id)}/rotate`, body, client), args, io);
}

async function revoke(id: string, client: ExchangeClient, args: Arguments, io: Io) {
  if (args.has('leaked')) return revokeLeaked(id, client, io);
  await client.call({ method: 'DELETE', path: pathOf(id), reply: z.undefined() });
  await print(io.stderr, 'revoked: writes refuse it at once, reads within 30 s');
  return exitCodes.ok;
}

async function revokeLeaked(id: string, client: ExchangeClient, io: Io) {
  const path = `${pathOf(id)}?leaked=true`;
  const { revoked } = await client.call({ method: 'DELETE', path, reply: leakEndedReply });
  for (const each of revoked) await print(io.stdout, each);
  await print(io.stderr, `revoked: ${revoked.length}, with all that it gave`);
  return exitCodes.ok;
}

/** The token is read, never an argument: arguments are seen by everybody on the machine. */
async function reportLeak(args: Arguments, io: Io): Promise<ExitCode> {
  const token = (await text(io.stdin)).trim();
  if (!token) throw usage('credentials report-leak reads the token on stdin');
  const { client } = connectPublicly(args, io, progressBar(io));
  const { path } = reportLeakRoute;
  const body = JSON.stringify({ token });
  await client.call({ method: 'POST', path, body, reply: z.looseObject({}) });
  await print(io.stderr, 'reported: if it was a live token, it is none any more');
  return exitCodes.ok;
}

function post(path: string, body: string, client: ExchangeClient) {
  const idempotencyKey = randomUUID();
  return client.call({ method: 'POST', path, body, idempotencyKey, reply: issuedReply });
}

async function showToken(reply: z.infer<typeof issuedReply>, args: Arguments, io: Io) {
  if (args.has('json')) await print(io.stdout, JSON.stringify(reply));
  else if (reply.token) await print(io.stdout, reply.token);
  if (reply.token) {
    await print(io.stderr, `credential ${reply.id}: its token is shown this once`);
    return exitCodes.ok;
  }
  // The first answer was lost on the way: nobody has the token.
  await print(io.stderr, `credential ${reply.id} was made, its token was lost: rotate it`);
  return exitCodes.failed;
}

function pathOf(id: string): string {
  if (!/^[1-9][0-9]{0,18}$/.test(id)) throw usage('a credential is named by its id: see list');
  return `${listCredentialsRoute.path}/${id}`;
}
