import { listApplicationsRoute } from '../../../lambdas/contracts/applications.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { type Application, applicationReply, applicationsReply } from './joining-replies';
import { applicationLine, applicationLines } from './status-lines';

const { path: listPath } = listApplicationsRoute;
const decisions = ['approve', 'decline', 'ask', 'renew'];

/** `tocsin applications list | show|approve|decline|ask|renew ID|DOMAIN` */
export async function applications(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = 'list', which, ...others] = args.positionals;
  const isKnown = verb === 'list' || verb === 'show' || decisions.includes(verb);
  if (!isKnown || others.length > 0 || (verb === 'list') !== (which === undefined)) {
    throw usage(`applications takes list, or show, ${decisions.join(', ')} with an ID or a domain`);
  }
  const { client } = connect(args, io, progressBar(io));
  if (which === undefined) {
    for await (const one of listed(client, args)) await show(one, [applicationLine(one)], args, io);
    return exitCodes.ok;
  }
  const one = await client.call({
    ...{ method: 'GET', path: `${listPath}/${await idOf(which, client, args)}` },
    reply: applicationReply,
  } as const);
  const shown = verb === 'show' ? one : await decide(one, verb, client, args);
  await show(shown, applicationLines(shown), args, io);
  return exitCodes.ok;
}

async function* listed(client: ExchangeClient, args: Arguments): AsyncGenerator<Application> {
  const query = new URLSearchParams();
  for (const name of ['state', 'sector']) {
    const value = args.one(name);
    if (value !== undefined) query.set(name, value);
  }
  for (let next: string | null = ''; next !== null; ) {
    if (next) query.set('after', next);
    const path = `${listPath}?${query}`;
    const page = await client.call({ method: 'GET', path, reply: applicationsReply } as const);
    yield* page.applications;
    next = page.next;
  }
}

/** An id as it is; a domain by the one application of it in the state, of those that wait for review if none is given. */
async function idOf(which: string, client: ExchangeClient, args: Arguments): Promise<string> {
  if (/^[1-9][0-9]{0,18}$/.test(which)) return which;
  const found: string[] = [];
  for await (const { id, domain } of listed(client, args)) {
    if (domain === which.toLowerCase()) found.push(id);
  }
  const [id, another] = found;
  if (id !== undefined && another === undefined) return id;
  const state = args.one('state') ?? 'reviewing';
  const many = another === undefined ? 'no application' : 'more than one application';
  throw usage(
    `there is ${many} of ${which} in the state ${state}: give its id, or another --state`,
  );
}

function decide(
  { id, version }: Application,
  decision: string,
  client: ExchangeClient,
  args: Arguments,
): Promise<Application> {
  const reason = args.one('reason');
  const overrides = args.all('override').map((text) => {
    const [, check, why] = /^([a-z_]+)=(.+)$/.exec(text) ?? [];
    if (!check || !why) throw usage('--override is CHECK=REASON, as domain_proof=called');
    return { check, reason: why };
  });
  const body = JSON.stringify({ decision, version, overrides, ...(reason ? { reason } : {}) });
  const path = `${listPath}/${id}/decisions`;
  return client.call({ method: 'POST', path, body, reply: applicationReply });
}

async function show(one: Application, lines: readonly string[], args: Arguments, io: Io) {
  for (const line of args.has('json') ? [JSON.stringify(one)] : lines) await print(io.stdout, line);
}
