import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { knownGoodLimits } from '../../../lambdas/core/known-good/list';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { print, printable } from '../printable';
import { progressBar } from '../progress-bar';
import { findLists } from './find-lists';
import { readList, type SourceList } from './read-list';

const listReply = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  entries: z.int(),
  skipped: z.record(z.string(), z.int()),
});
const listsReply = z.looseObject({
  builtIn: z.array(z.looseObject({ id: z.string(), name: z.string(), entries: z.int() })),
  lists: z.array(listReply),
});
type ListReply = z.output<typeof listReply>;

/** `tocsin known-good load PLACE | list | remove ID` */
export async function knownGood(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb, ...rest] = args.positionals;
  if (verb === 'list' && rest.length === 0) return showLists(args, io);
  const [what] = rest;
  if (what === undefined || rest.length > 1) throw wrongUsage();
  if (verb === 'load') return load(what, args, io);
  if (verb === 'remove') return remove(what, args, io);
  throw wrongUsage();
}

function wrongUsage() {
  return usage('known-good load DIR|FILE|URL, known-good list, or known-good remove ID');
}

async function showLists(args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connect(args, io, progressBar(io));
  const reply = await client.call({ method: 'GET', path: '/v1/known-good', reply: listsReply });
  if (args.has('json')) await print(io.stdout, JSON.stringify(reply));
  else {
    for (const { id, name, entries } of reply.builtIn)
      await print(io.stdout, printable(`${id}  ${entries} entries  built in  ${name}`));
    for (const list of reply.lists) await print(io.stdout, lineOf(list));
  }
  return exitCodes.ok;
}

/** Every list is told of: how much of it was taken, or why it was not. */
async function load(place: string, args: Arguments, io: Io): Promise<ExitCode> {
  const bar = progressBar(io);
  const { client } = connect(args, io, bar);
  const sources = await findLists(place, io);
  if (sources.length === 0) throw usage(`there is no .json in ${place}`);
  let isWhole = true;
  for (const [at, { origin, read }] of sources.entries()) {
    bar.show(origin, at, sources.length);
    const list = readList(await read(), origin);
    bar.clear();
    if (typeof list === 'string') {
      isWhole = false;
      await print(io.stderr, printable(`${origin}: left out: ${list}`));
      continue;
    }
    const loaded = await upload(list, client);
    await print(io.stdout, args.has('json') ? JSON.stringify(loaded) : lineOf(loaded));
  }
  return isWhole ? exitCodes.ok : exitCodes.refused;
}

async function upload({ id, entries, ...list }: SourceList, client: ExchangeClient) {
  const token = randomBytes(16).toString('base64url');
  const size = knownGoodLimits.entriesOfPiece;
  const pieces = Math.ceil(entries.length / size);
  const path = `/v1/known-good/${id}`;
  for (let piece = 0; piece < pieces; piece++) {
    const some = entries.slice(piece * size, (piece + 1) * size);
    const body = JSON.stringify({ upload: token, type: list.type, entries: some });
    await client.call({
      ...{ method: 'PUT', path: `${path}/pieces/${piece}`, body },
      reply: z.looseObject({}),
    });
  }
  const body = JSON.stringify({ ...list, upload: token, pieces });
  return client.call({ method: 'PUT', path, body, reply: listReply });
}

async function remove(id: string, args: Arguments, io: Io): Promise<ExitCode> {
  const { client } = connect(args, io, progressBar(io));
  const path = `/v1/known-good/${encodeURIComponent(id)}`;
  await client.call({ method: 'DELETE', path, reply: z.unknown() });
  await print(io.stdout, printable(`removed   ${id}`));
  return exitCodes.ok;
}

function lineOf({ id, name, type, entries, skipped }: ListReply): string {
  const left = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  const note = left.length > 0 ? `  left out: ${left.join(', ')}` : '';
  return printable(`${id}  ${entries} entries  ${type}  ${name}${note}`);
}
