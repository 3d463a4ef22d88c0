import type { IndicatorVerdict } from '../../../lambdas/core/indicator/read-indicator';
import { type Line, maxLineBytes, readLines } from '../read-lines';
import { type SeenValues, seenValues } from '../seen-values';
import type { Destination } from './destination';
import { isHeading, readEntry, type SecondColumn } from './read-entry';
import type { Finding, Report } from './report';
import type { Tally } from './tally';

export interface PublishDeps {
  readonly secondColumn: SecondColumn;
  readonly judge: (value: string) => IndicatorVerdict;
  readonly counts: Tally;
  readonly report: Report;
  readonly destination: Destination;
  readonly onProgress: () => void;
}

/**
 * Gives every line of the input one outcome; a wrong line never stops the rest. Answers what stopped the
 * whole: the input broke, or the exchange is out of reach. Then, too, the lines that are left are read and counted.
 */
export async function publishLines(
  bytes: AsyncIterable<Buffer>,
  deps: PublishDeps,
): Promise<unknown> {
  const seen = seenValues();
  let fault: unknown;
  try {
    for await (const lines of readLines(bytes)) {
      deps.counts.read(lines.length);
      for (const line of lines) await publishLine(line, seen, deps);
      deps.onProgress();
    }
  } catch (error) {
    fault = error;
  }
  await deps.destination.end();
  return deps.destination.failure() ?? fault;
}

async function publishLine(line: Line, seen: SeenValues, deps: PublishDeps): Promise<void> {
  const { number } = line;
  if ('fault' in line) return refuse({ line: number, ...faults[line.fault] }, deps);
  const entry = readEntry(line.text, deps.secondColumn);
  if (entry.kind === 'skipped') return deps.counts.count('skipped');
  if (entry.kind === 'refused') return refuse({ line: number, value: line.text, ...entry }, deps);
  const { value, tag, description } = entry;
  const verdict = deps.judge(value);
  if (verdict.kind === 'indicator') {
    const { type, value: canonical } = verdict.indicator;
    if (!seen.add(`${type} ${canonical}`)) return repeat({ line: number, value }, deps);
    return deps.destination.put({ line: number, value, tag, description });
  }
  if (isHeading(line.text)) return skipHeading({ line: number, value }, deps);
  await refuse({ line: number, code: verdict.reason, detail: verdict.detail, value }, deps);
}

type Sink = Pick<PublishDeps, 'counts' | 'report'>;
type Place = Pick<Finding, 'line' | 'value'>;

async function repeat(place: Place, { counts, report }: Sink): Promise<void> {
  counts.count('duplicate');
  await report.add({ ...place, outcome: 'duplicate', code: 'in_input' });
}

async function skipHeading(place: Place, { counts, report }: Sink): Promise<void> {
  counts.count('skipped');
  await report.add({ ...place, outcome: 'skipped', code: 'heading' });
}

async function refuse(
  { line, code, detail, value }: Pick<Finding, 'line' | 'code' | 'detail' | 'value'>,
  { counts, report }: Sink,
): Promise<void> {
  counts.count('refused');
  const outcome = 'refused';
  await report.add({ line, outcome, code, ...(detail && { detail }), ...(value && { value }) });
}

const faults = {
  'line.too_long': { code: 'line.too_long', detail: `A line is at most ${maxLineBytes} bytes.` },
  'line.not_utf8': { code: 'line.not_utf8', detail: 'These bytes are not UTF-8.' },
} as const;
