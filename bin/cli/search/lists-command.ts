import { z } from 'zod';
import { listDefinition, listListsRoute } from '../../../lambdas/contracts/lists.contract';
import { audienceNamed } from '../audience-named';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { Connection } from '../connection';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { openSink } from './text-sink';

const list = z.looseObject({ name: z.string(), definition: z.looseObject({}) });
const { path } = listListsRoute;
const names = Object.keys(listDefinition.shape);

/** `tocsin lists [put NAME … | get NAME | remove NAME]` */
export async function lists(args: Arguments, io: Io): Promise<ExitCode> {
  const [act = 'list', name, ...rest] = args.positionals;
  const { connection, client } = connect(args, io, progressBar(io));
  if (act === 'list') {
    const reply = z.looseObject({ lists: z.array(list) });
    for (const one of (await client.call({ method: 'GET', path, reply })).lists) {
      await print(io.stdout, `${one.name}  ${JSON.stringify(one.definition)}`);
    }
    return exitCodes.ok;
  }
  if (name === undefined) throw usage(`which list? tocsin lists ${act} NAME`);
  const one = `${path}/${encodeURIComponent(name)}`;
  if (act === 'put') {
    const body = JSON.stringify({ definition: definitionOf(rest, connection) });
    await client.call({ method: 'PUT', path: one, body, reply: list });
    await print(io.stdout, `${connection.baseUrl}${one}/content`);
  } else if (act === 'remove') {
    await client.call({ method: 'DELETE', path: one, reply: z.unknown() });
  } else if (act === 'get') {
    const { text } = await client.readText(`${one}/content`);
    const sink = openSink(args.one('out'), io);
    await sink.write(text);
    sink.finish();
    sink.close();
  } else throw usage(`there is no lists ${act}: put, get or remove`);
  return exitCodes.ok;
}

function definitionOf(written: readonly string[], connection: Connection): object {
  const fields = written.map((one): [string, unknown] => {
    const [, name = '', value = ''] = /^([a-zA-Z]+)=(.*)$/s.exec(one) ?? [];
    if (!names.includes(name)) throw usage(`'${one}' is none of ${names.join('=, ')}=`);
    return [name, read(name, value, connection)];
  });
  return Object.fromEntries(fields);
}

function read(name: string, value: string, connection: Connection): unknown {
  if (name === 'feed') return audienceNamed(value, connection);
  if (name === 'kinds') return value.split(',');
  if (name === 'comments') return value !== 'false';
  return name === 'confidenceMin' ? Number(value) : value;
}
