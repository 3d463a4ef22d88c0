import { lookUpRoute, lookUpSize } from '../../../lambdas/contracts/indicators.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import type { ExchangeClient } from '../exchange-client';
import { openInput } from '../open-input';
import { painter, print } from '../printable';
import { ProblemFailure } from '../problem-failure';
import { progressBar } from '../progress-bar';
import { readLines } from '../read-lines';
import { type LookUpResult, lookUpReply } from '../replies';
import { resultLines } from './result-lines';

/** `tocsin lookup VALUE… | -` */
export async function lookUp(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw usage('lookup takes values, or - for one a line on stdin');
  const { client } = connect(args, io, progressBar(io));
  const paint = painter(io.hasColour);
  let isWhole = true;
  for await (const values of chunks(args.positionals, io)) {
    const results = await answersTo(values, args.has('expand'), client);
    for (const [at, result] of results.entries()) {
      isWhole &&= result.problem === undefined;
      const sent = values[at] ?? '';
      const lines = args.has('json') ? [asJson(sent, result)] : resultLines(sent, result, paint);
      for (const line of lines) await print(io.stdout, line);
    }
  }
  return isWhole ? exitCodes.ok : exitCodes.refused;
}

function asJson(input: string, result: LookUpResult): string {
  return JSON.stringify({ input, ...result });
}

async function* chunks(positionals: readonly string[], io: Io): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  for await (const values of valuesOf(positionals, io)) {
    for (const value of values) {
      chunk.push(value);
      if (chunk.length < lookUpSize) continue;
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** One value a line; blank lines and comments are none, and what is not text is answered as refused. */
async function* valuesOf(positionals: readonly string[], io: Io): AsyncGenerator<string[]> {
  if (positionals.length !== 1 || positionals[0] !== '-') return yield [...positionals];
  const { bytes } = await openInput('-', io);
  for await (const lines of readLines(bytes)) {
    const texts = lines.map((line) => ('text' in line ? line.text : line.fault));
    const values = texts.map((text) => (text.split('\t', 1)[0] ?? '').trim());
    yield values.filter((value) => value !== '' && !value.startsWith('#'));
  }
}

/** A member of many groups may ask for fewer values at once: the exchange says how many. */
async function answersTo(
  values: readonly string[],
  expand: boolean,
  client: ExchangeClient,
): Promise<LookUpResult[]> {
  const body = JSON.stringify({ values, ...(expand ? { expand } : {}) });
  const { path } = lookUpRoute;
  try {
    const { results } = await client.call({ method: 'POST', path, body, reply: lookUpReply });
    return results;
  } catch (error) {
    const most = error instanceof ProblemFailure ? Number(error.details['most']) : Number.NaN;
    if (!(most >= 1 && most < values.length)) throw error;
    const results: LookUpResult[] = [];
    for (let at = 0; at < values.length; at += most) {
      results.push(...(await answersTo(values.slice(at, at + most), expand, client)));
    }
    return results;
  }
}
