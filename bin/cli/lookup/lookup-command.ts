import { lookUpSize } from '../../../lambdas/contracts/indicators.contract';
import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { openInput } from '../open-input';
import { painter, print } from '../printable';
import { progressBar } from '../progress-bar';
import { readLines } from '../read-lines';
import type { LookUpResult } from '../replies';
import { answersTo } from './answers-to';
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
