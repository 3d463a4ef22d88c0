import { randomUUID } from 'node:crypto';
import { readIndicator } from '../../../lambdas/core/indicator/read-indicator';
import { type Arguments, type ExitCode, exitCodes, Failure, type Io, usage } from '../command';
import { connect } from '../connect';
import { messageOf } from '../message-of';
import { openInput } from '../open-input';
import { wholeNumber } from '../option-values';
import { type ProgressBar, progressBar } from '../progress-bar';
import { type Destination, dryRun, exchangeDestination } from './destination';
import { sharedFields } from './publish-fields';
import { publishLines } from './publish-lines';
import { openReport } from './report';
import { secondColumnOf } from './second-column';
import { showTotals } from './show-totals';
import { tally } from './tally';
import { indicatorTypeOf } from './type-option';

/** `tocsin publish FILE|-` */
export async function publish(args: Arguments, io: Io): Promise<ExitCode> {
  const [name, ...others] = args.positionals;
  if (name === undefined || others.length > 0)
    throw usage('publish takes one FILE, or - for stdin');
  const secondColumn = secondColumnOf(args);
  const type = indicatorTypeOf(args.one('type'));
  const startedAt = performance.now();
  const bar = progressBar(io);
  const counts = tally();
  const open = destinationOf(args, io, bar);
  const input = await openInput(name, io);
  const report = openReport({ io, bar, file: args.one('report') });
  const destination = open({ report, counts });
  const judge = (value: string) => readIndicator(value, type);
  const onProgress = () => {
    const { accepted, duplicate, refused } = counts.now();
    const text = `${accepted} accepted, ${duplicate} duplicate, ${refused} refused`;
    bar.show(text, input.done(), input.size);
  };
  const fault = await publishLines(input.bytes, {
    ...{ secondColumn, judge, counts, report, destination, onProgress },
  });
  await report.close();
  const totals = counts.close();
  const seconds = (performance.now() - startedAt) / 1000;
  await showTotals(totals, { io, seconds, isJson: args.has('json'), isDry: args.has('dry-run') });
  if (fault instanceof Failure) throw fault;
  if (fault !== undefined) throw new Failure(exitCodes.failed, unreadable(name, fault));
  if (totals.unacknowledged > 0) return exitCodes.failed;
  return totals.refused > 0 ? exitCodes.refused : exitCodes.ok;
}

type Open = (
  deps: Pick<Parameters<typeof exchangeDestination>[0], 'report' | 'counts'>,
) => Destination;

/** Everything that can be wrong with the options is told here, before the first line is read. */
function destinationOf(args: Arguments, io: Io, bar: ProgressBar): Open {
  if (args.has('dry-run')) return dryRun;
  const { connection, client } = connect(args, io, bar);
  const fields = sharedFields(args, connection, Date.now());
  const planId = planIdOf(args);
  const parallel = wholeNumber(args, 'parallel', { least: 1, most: 16 }) ?? 2;
  const runId = randomUUID();
  return (deps) => exchangeDestination({ ...deps, client, fields, planId, parallel, runId });
}

function planIdOf(args: Arguments): string | undefined {
  const planId = args.one('plan');
  if (planId === undefined || /^[1-9][0-9]{0,18}$/.test(planId)) return planId;
  throw usage('--plan is the id that tocsin plan told');
}

function unreadable(name: string, fault: unknown): string {
  return `${name} could not be read to its end: ${messageOf(fault)}`;
}
