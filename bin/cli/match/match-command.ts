import { type Arguments, type ExitCode, exitCodes, Failure, type Io, usage } from '../command';
import { connect } from '../connect';
import { answersTo } from '../lookup/answers-to';
import { messageOf } from '../message-of';
import { openInput } from '../open-input';
import { wholeNumber } from '../option-values';
import { painter, print } from '../printable';
import { progressBar } from '../progress-bar';
import type { LookUpResult } from '../replies';
import { asker, type Occurrence } from './asker';
import { matchLines } from './match-lines';
import { type MatchTotals, matchTally, type Outcome } from './match-tally';

/** `tocsin match FILE|-` */
export async function match(args: Arguments, io: Io): Promise<ExitCode> {
  const [name, ...others] = args.positionals;
  if (name === undefined || others.length > 0) throw usage('match takes one FILE, or - for stdin');
  const parallel = wholeNumber(args, 'parallel', { least: 1, most: 16 }) ?? 2;
  const startedAt = performance.now();
  const bar = progressBar(io);
  const { client } = connect(args, io, bar);
  const tally = matchTally();
  const input = await openInput(name, io);
  const fault = await matchLines(input.bytes, {
    asker: asker({
      parallel,
      ask: (values) => answersTo(values, false, client),
      onAnswer: async (occurrence, answer) => {
        const outcome = outcomeOf(occurrence, answer);
        tally.end(outcome, occurrence.line);
        if (outcome !== 'known' && !args.has('all')) return;
        await print(io.stdout, rowOf(occurrence, answer));
      },
    }),
    tally,
    now: () => performance.now(),
    onProgress() {
      const { lines, found, known } = tally.now();
      bar.show(`${lines} lines, ${found} found, ${known} known`, input.done(), input.size);
    },
  });
  bar.clear();
  const totals = tally.close();
  await showTotals(totals, (performance.now() - startedAt) / 1000, args.has('json'), io);
  if (fault instanceof Failure) throw fault;
  if (fault !== undefined) {
    throw new Failure(
      exitCodes.failed,
      `${name} could not be read to its end: ${messageOf(fault)}`,
    );
  }
  return totals.leftOut > 0 ? exitCodes.refused : exitCodes.ok;
}

function outcomeOf({ refused }: Occurrence, answer: LookUpResult | undefined): Outcome {
  if (refused || answer?.problem) return 'refused';
  if (!answer) return 'unanswered';
  return answer.known ? 'known' : 'unknown';
}

function rowOf({ line, value, type, raw, refused }: Occurrence, answer?: LookUpResult): string {
  const { indicatorId, summary, problem } = answer ?? {};
  const reason = refused ?? problem?.code;
  const said =
    answer || reason ? { known: answer?.known ?? false, indicatorId } : { unanswered: true };
  return JSON.stringify({ line, value, type, raw, ...said, summary, refused: reason });
}

/** On stderr: stdout is for what reads the matches. */
async function showTotals(totals: MatchTotals, seconds: number, isJson: boolean, io: Io) {
  if (isJson) return print(io.stderr, JSON.stringify({ ...totals, seconds: rounded(seconds) }));
  const paint = painter(io.hasColour);
  const { lines, leftOut, found, distinct, known, unknown, refused, unanswered } = totals;
  const parts = [
    paint(`${known} known`, known > 0 ? 'red' : 'green'),
    `${unknown} unknown`,
    `${refused} refused`,
    ...(unanswered > 0 ? [paint(`${unanswered} unanswered`, 'red')] : []),
  ];
  const goOn =
    unanswered > 0 ? `; every value up to line ${totals.answeredLines} is answered for` : '';
  const left = leftOut > 0 ? ` (${leftOut} too long, left out)` : '';
  await print(
    io.stderr,
    `${lines} lines${left}, ${found} values found, ${distinct} distinct: ${parts.join(', ')}${goOn} (${seconds.toFixed(1)} s)`,
  );
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
