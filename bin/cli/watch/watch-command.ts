import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { listWatchesRoute, testWatchRoute } from '../../../lambdas/contracts/watches.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print, printable } from '../printable';
import { ProblemFailure } from '../problem-failure';
import { progressBar } from '../progress-bar';
import { conditionOf } from './condition-of';

const shown = z.looseObject({
  ...{ id: z.string(), name: z.string(), state: z.string(), values: z.number() },
  ...{ version: z.number(), expiresAt: z.string().nullable() },
});
type Shown = z.infer<typeof shown>;
const tested = z.looseObject({
  matches: z.array(z.looseObject({ value: z.string(), type: z.string(), status: z.string() })),
  complete: z.boolean(),
});

interface Asking {
  readonly client: ExchangeClient;
  readonly args: Arguments;
  readonly io: Io;
  readonly named: string;
}

type Verb = 'list' | 'add' | 'test' | 'pause' | 'resume' | 'remove';

const verbs: Readonly<Record<Verb, (asking: Asking) => Promise<ExitCode>>> = {
  list,
  add,
  test,
  pause: (asking) => setState(asking, 'paused'),
  resume: (asking) => setState(asking, 'live'),
  remove,
};
const withoutName: readonly string[] = ['list', 'test'];

/** `tocsin watch list|add NAME|test|pause ID|resume ID|remove ID` */
export async function watch(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb = '', named = '', ...others] = args.positionals;
  const known = Object.keys(verbs).find((each): each is Verb => each === verb);
  if (!known || others.length > 0) {
    throw usage('watch takes list, add NAME, test, pause ID, resume ID or remove ID');
  }
  if ((named === '') !== withoutName.includes(known)) {
    throw usage(`watch ${known} takes ${withoutName.includes(known) ? 'no' : 'one'} argument`);
  }
  const { client } = connect(args, io, progressBar(io));
  return verbs[known]({ client, args, io, named });
}

async function list({ client, args, io }: Asking): Promise<ExitCode> {
  const reply = z.looseObject({ watches: z.array(shown) });
  const { watches } = await client.call({ method: 'GET', path: listWatchesRoute.path, reply });
  for (const one of watches) await tell(one, args, io);
  return exitCodes.ok;
}

async function add({ client, args, io, named: name }: Asking): Promise<ExitCode> {
  const { condition, field, pieces } = await conditionOf(args, io);
  const expires = args.one('expires');
  const body = { name, conditions: [condition], ...(expires ? { expiresAt: expires } : {}) };
  const { path } = listWatchesRoute;
  const made = await client.call({ method: 'POST', path, ...sent(body), reply: shown });
  await tell(await addPieces(made, field, pieces, client), args, io);
  return exitCodes.ok;
}

/** Where one is refused there is no watch: half a list would be trusted. */
async function addPieces(
  made: Shown,
  field: string,
  pieces: readonly (readonly string[])[],
  client: ExchangeClient,
): Promise<Shown> {
  const one = `${listWatchesRoute.path}/${made.id}`;
  let grown = made;
  try {
    for (const values of pieces) {
      const more = { condition: 0, field, values, version: grown.version };
      const call = { method: 'POST', path: `${one}/values`, ...sent(more) } as const;
      grown = await client.call({ ...call, reply: shown });
    }
    return grown;
  } catch (error) {
    if (error instanceof ProblemFailure) {
      await client.call({ method: 'DELETE', path: one, reply: z.unknown() });
    }
    throw error;
  }
}

async function test({ client, args, io }: Asking): Promise<ExitCode> {
  const { condition, field, pieces } = await conditionOf(args, io);
  const all = pieces.length > 0 ? { [field]: [condition[field], ...pieces].flat() } : {};
  const days = wholeNumber(args, 'days', { least: 1, most: 90 });
  const body = { conditions: [{ ...condition, ...all }], ...(days ? { days } : {}) };
  const call = { method: 'POST', path: testWatchRoute.path, body: JSON.stringify(body) } as const;
  const { matches, complete } = await client.call({ ...call, reply: tested });
  for (const one of matches) {
    const line = `${one.value}  ${one.type}  ${one.status}`;
    await print(io.stdout, args.has('json') ? JSON.stringify(one) : printable(line));
  }
  if (complete) return exitCodes.ok;
  await print(io.stderr, 'there may be more: the first that were found are told');
  return exitCodes.refused;
}

async function setState({ client, args, io, named }: Asking, state: string): Promise<ExitCode> {
  const path = `${listWatchesRoute.path}/${encodeURIComponent(named)}`;
  const reply = shown;
  await tell(await client.call({ method: 'PATCH', path, ...sent({ state }), reply }), args, io);
  return exitCodes.ok;
}

async function remove({ client, named }: Asking): Promise<ExitCode> {
  const path = `${listWatchesRoute.path}/${encodeURIComponent(named)}`;
  const idempotencyKey = randomUUID();
  await client.call({ method: 'DELETE', path, idempotencyKey, reply: z.unknown() });
  return exitCodes.ok;
}

function sent(body: object) {
  return { body: JSON.stringify(body), idempotencyKey: randomUUID() };
}

async function tell(one: Shown, args: Arguments, io: Io): Promise<void> {
  const until = one.expiresAt === null ? '' : `  until ${one.expiresAt}`;
  const line = `${one.id}  ${one.state}  ${one.name}  ${one.values} values${until}`;
  await print(io.stdout, args.has('json') ? JSON.stringify(one) : printable(line));
}
