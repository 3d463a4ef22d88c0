import { readIndicator } from '../../../lambdas/core/indicator/read-indicator';
import { type Arguments, type ExitCode, exitCodes, Failure, type Io, usage } from '../command';
import { connect } from '../connect';
import { messageOf } from '../message-of';
import { openInput } from '../open-input';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { sharedFields } from '../publish/publish-fields';
import { publishLines } from '../publish/publish-lines';
import { openReport } from '../publish/report';
import { secondColumnOf } from '../publish/second-column';
import { tally } from '../publish/tally';
import { indicatorTypeOf } from '../publish/type-option';
import { planDestination } from './plan-destination';
import { planLines } from './plan-lines';

/** `tocsin plan FILE|-` */
export async function plan(args: Arguments, io: Io): Promise<ExitCode> {
  const [name, ...others] = args.positionals;
  if (name === undefined || others.length > 0) throw usage('plan takes one FILE, or - for stdin');
  const secondColumn = secondColumnOf(args);
  const type = indicatorTypeOf(args.one('type'));
  const bar = progressBar(io);
  const counts = tally();
  const { connection, client } = connect(args, io, bar);
  const fields = sharedFields(args, connection, Date.now());
  const input = await openInput(name, io);
  const report = openReport({ io, bar, file: undefined });
  const destination = planDestination({ client, fields, counts, report });
  const judge = (value: string) => readIndicator(value, type);
  const onProgress = () => bar.show(`${counts.now().lines} lines`, input.done(), input.size);
  const fault = await publishLines(input.bytes, {
    ...{ secondColumn, judge, counts, report, destination, onProgress },
  });
  await report.close();
  if (fault instanceof Failure) throw fault;
  if (fault !== undefined) throw new Failure(exitCodes.failed, messageOf(fault));
  const made = destination.plan();
  if (!made) throw new Failure(exitCodes.refused, 'there is nothing in it that could be published');
  const totals = counts.close();
  const { planId, expiresAt, audiences } = made;
  const lines = args.has('json')
    ? [JSON.stringify({ planId, expiresAt, audiences, ...totals })]
    : planLines(made);
  for (const line of lines) await print(io.stdout, line);
  return totals.refused > 0 ? exitCodes.refused : exitCodes.ok;
}
