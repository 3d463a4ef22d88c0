import { z } from 'zod';
import { listEndpointsRoute } from '../../../lambdas/contracts/endpoints.contract';
import {
  acknowledgeMatchesRoute,
  listMatchesRoute,
  matchesPageSize,
} from '../../../lambdas/contracts/matches.contract';
import { isoTime } from '../../../lambdas/core/time';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print } from '../printable';
import { progressBar } from '../progress-bar';

const page = z.looseObject({
  matches: z.array(z.looseObject({ id: z.string() })),
  cursor: z.string().nullable(),
});
const endpointsReply = z.object({
  endpoints: z.array(
    z.looseObject({
      id: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      disabledAt: z.number().nullable(),
    }),
  ),
});
const acknowledged = z.looseObject({ acknowledged: z.number() });

/** `tocsin matches [--all] [--ack]` */
export async function matches(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) throw usage('matches takes options alone');
  const { client } = connect(args, io, progressBar(io));
  const watch = args.one('watch');
  const fields = { ...(!args.has('all') && { unread: 'true' }), ...(watch && { watch }) };
  let left = wholeNumber(args, 'limit', { least: 1, most: 1_000_000 }) ?? matchesPageSize;
  const printed: string[] = [];
  let cursor: string | null = null;
  do {
    const limit = String(Math.min(left, matchesPageSize));
    const query = new URLSearchParams({ ...fields, limit, ...(cursor && { cursor }) });
    const path = `${listMatchesRoute.path}?${query}`;
    const answer: z.output<typeof page> = await client.call({ method: 'GET', path, reply: page });
    for (const match of answer.matches) await print(io.stdout, JSON.stringify(match));
    printed.push(...answer.matches.map(({ id }) => id));
    left -= answer.matches.length;
    ({ cursor } = answer);
  } while (cursor && left > 0);
  if (args.has('ack')) await acknowledge(printed, client);
  await tellDisabled(client, io);
  return exitCodes.ok;
}

async function acknowledge(ids: readonly string[], client: ExchangeClient): Promise<void> {
  for (let at = 0; at < ids.length; at += matchesPageSize) {
    const body = JSON.stringify({ ids: ids.slice(at, at + matchesPageSize) });
    const { path } = acknowledgeMatchesRoute;
    await client.call({ method: 'POST', path, body, reply: acknowledged });
  }
}

async function tellDisabled(client: ExchangeClient, io: Io): Promise<void> {
  const { path } = listEndpointsRoute;
  const { endpoints } = await client.call({ method: 'GET', path, reply: endpointsReply });
  for (const { id, reason, disabledAt } of endpoints.filter((each) => each.state === 'disabled')) {
    const since = disabledAt === null ? '' : ` since ${isoTime(disabledAt)}`;
    await print(io.stderr, `endpoint ${id} is disabled${since} (${reason}): nothing is sent to it`);
  }
}
