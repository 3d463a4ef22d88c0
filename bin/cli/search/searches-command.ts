import { z } from 'zod';
import { listSavedSearchesRoute } from '../../../lambdas/contracts/saved-searches.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { printFound } from './search-command';
import { fieldsOf } from './search-fields';

const saved = z.looseObject({ name: z.string(), query: z.record(z.string(), z.string()) });
const { path } = listSavedSearchesRoute;

/** `tocsin searches [put NAME … | run NAME | remove NAME]` */
export async function searches(args: Arguments, io: Io): Promise<ExitCode> {
  const [act = 'list', name, ...rest] = args.positionals;
  const { client } = connect(args, io, progressBar(io));
  if (act === 'list') {
    const reply = z.looseObject({ searches: z.array(saved) });
    const kept = await client.call({ method: 'GET', path, reply });
    for (const one of kept.searches) {
      await print(io.stdout, `${one.name}  ${JSON.stringify(one.query)}`);
    }
    return exitCodes.ok;
  }
  if (name === undefined) throw usage(`which search? tocsin searches ${act} NAME`);
  const one = `${path}/${encodeURIComponent(name)}`;
  if (act === 'put') {
    const body = JSON.stringify({ query: fieldsOf(rest) });
    await client.call({ method: 'PUT', path: one, body, reply: saved });
    return exitCodes.ok;
  }
  if (act === 'remove') {
    await client.call({ method: 'DELETE', path: one, reply: z.unknown() });
    return exitCodes.ok;
  }
  if (act !== 'run') throw usage(`there is no searches ${act}: put, run or remove`);
  const { query } = await client.call({ method: 'GET', path: one, reply: saved });
  return printFound({ ...query, ...fieldsOf(rest) }, args, io, client);
}
