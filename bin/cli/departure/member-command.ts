import {
  readExposureRoute,
  readMemberStateRoute,
} from '../../../lambdas/contracts/departure.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { confirm } from '../operations/confirm';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { type Exposure, exposureReply, type Standing, standingReply } from './departure-replies';

const stateOf: Readonly<Record<string, string>> = {
  suspend: 'suspended',
  quarantine: 'quarantined',
  reinstate: 'active',
  expel: 'expelled',
};

/** `tocsin member show|suspend|quarantine|reinstate|expel|exposure ID` */
export async function member(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = '', id = '', ...others] = args.positionals;
  const isKnown = verb === 'show' || verb === 'exposure' || verb in stateOf;
  if (!isKnown || !/^[1-9][0-9]{0,18}$/.test(id) || others.length > 0) {
    throw usage(`member takes show, exposure, ${Object.keys(stateOf).join(', ')} and an id`);
  }
  if (args.has('since') && verb !== 'quarantine') throw usage('--since is of a quarantine');
  const { client } = connect(args, io, progressBar(io));
  if (verb === 'exposure') {
    const path = readExposureRoute.path.replace('{id}', id);
    const exposure = await client.call({ method: 'GET', path, reply: exposureReply } as const);
    await show(exposure, exposureLines(exposure), args, io);
    return exitCodes.ok;
  }
  const path = readMemberStateRoute.path.replace('{id}', id);
  const read = await client.call({ method: 'GET', path, reply: standingReply } as const);
  const state = stateOf[verb];
  const standing = state === undefined ? read : await decide(path, state, read, client, args, io);
  await show(standing, standingLines(standing), args, io);
  return exitCodes.ok;
}

async function decide(
  path: string,
  state: string,
  { version, memberId }: Standing,
  client: ExchangeClient,
  args: Arguments,
  io: Io,
): Promise<Standing> {
  const [reason, since] = [args.one('reason'), args.one('since')];
  if (!reason) throw usage('why? Give --reason TEXT: it is kept with the decision');
  if (state === 'expelled') {
    await confirm(`Everything that ${memberId} ever gave is taken back, for good.`, args, io);
  }
  const time = since === undefined ? {} : { since: timeOf(since) };
  const body = JSON.stringify({ state, reason, version, ...time });
  return client.call({ method: 'POST', path, body, reply: standingReply });
}

function timeOf(text: string): string {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw usage('--since is a time such as 2026-11-22T10:00:00Z');
  return new Date(milliseconds).toISOString();
}

function standingLines(standing: Standing): string[] {
  const { state, reason, changedAt, since, sweep, swept, ownerless } = standing;
  return [
    `state     ${state}${since === null ? '' : `, of what it said since ${since}`}`,
    ...(reason === null ? [] : [`decided   ${changedAt}: ${printable(reason)}`]),
    ...(sweep === null
      ? []
      : [`under way ${sweep.step}, pass ${sweep.pass}: ${sweep.done} of ${sweep.of} parts`]),
    ...(swept === null
      ? []
      : [`done      ${swept.goal}: ${swept.descriptors} at ${swept.endedAt}`]),
    ...(swept?.unreadable
      ? [`unreadable ${swept.unreadable} objects: what it said stays hidden until they are mended`]
      : []),
    ...ownerless.map((id) => `ownerless ${id}: a group of it that has members and no owner now`),
  ];
}

function exposureLines({ state, asOf, audiences, withheld }: Exposure): string[] {
  return [
    `state     ${state}; it could read, as of ${asOf}:`,
    ...audiences.map(({ audience, joinedAt, count, position }) => {
      const since = joinedAt === null ? '' : `, since ${joinedAt}`;
      return `  ${audience}  count=${count} position=${position}${since}`;
    }),
    `withheld  ${withheld} of its own`,
  ];
}

async function show(reply: object, lines: readonly string[], args: Arguments, io: Io) {
  for (const line of args.has('json') ? [JSON.stringify(reply)] : lines)
    await print(io.stdout, line);
}
