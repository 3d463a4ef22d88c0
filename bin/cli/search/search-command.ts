import { z } from 'zod';
import { searchPageSize, searchRoute } from '../../../lambdas/contracts/search.contract';
import { type Arguments, type ExitCode, exitCodes, type Io } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { wholeNumber } from '../option-values';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { fieldsOf } from './search-fields';

const found = z.looseObject({ id: z.string() });
const reply = z.looseObject({
  indicators: z.array(found).optional(),
  descriptors: z.array(found).optional(),
  complete: z.boolean(),
  cursor: z.string().optional(),
  remarks: z.array(z.looseObject({ detail: z.string() })).optional(),
  advice: z.string().optional(),
});
const defaultLimit = 100;

/** `tocsin search [WORDS…] [name=value…]` */
export async function search(args: Arguments, io: Io): Promise<ExitCode> {
  const fields = fieldsOf(args.positionals);
  return printFound(fields, args, io, connect(args, io, progressBar(io)).client);
}

/** A line of JSON for each that is found, page after page. */
export async function printFound(
  fields: Readonly<Record<string, string>>,
  args: Arguments,
  io: Io,
  client: ExchangeClient,
): Promise<ExitCode> {
  const limit = wholeNumber(args, 'limit', { least: 1, most: 1_000_000 }) ?? defaultLimit;
  let [left, cursor] = [limit, undefined as string | undefined];
  let advice: string | undefined;
  do {
    const size = String(Math.min(left, searchPageSize));
    const query = new URLSearchParams({ ...fields, limit: size, ...(cursor ? { cursor } : {}) });
    const path = `${searchRoute.path}?${query}`;
    const page = await client.call({ method: 'GET', path, reply });
    if (!cursor) for (const { detail } of page.remarks ?? []) await print(io.stderr, detail);
    const lines = page.indicators ?? page.descriptors ?? [];
    for (const line of lines) await print(io.stdout, JSON.stringify(line));
    left -= lines.length;
    ({ cursor, advice } = page);
  } while (cursor && left > 0);
  if (cursor) await print(io.stderr, `there is more: raise --limit beyond ${limit}`);
  if (advice) await print(io.stderr, advice);
  return exitCodes.ok;
}
