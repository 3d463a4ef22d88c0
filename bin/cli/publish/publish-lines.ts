import type { IndicatorVerdict } from '../../../lambdas/core/indicator/read-indicator';
import { type Line, maxLineBytes, readLines } from '../read-lines';
import type { Destination } from './destination';
import { type LineRules, readEntry } from './read-entry';
import type { Finding, Report } from './report';
import { type SeenValues, seenValues } from './seen-values';
import type { Tally } from './tally';

export interface PublishDeps {
  readonly rules: LineRules;
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
  const entry = readEntry(line.text, deps.rules);
  if (entry.kind === 'refused') return refuse({ line: number, value: line.text, ...entry }, deps);
  if (entry.kind === 'skipped') {
    deps.counts.count('skipped');
    if (entry.reason !== 'heading') return;
    return deps.report.add({ line: number, outcome: 'skipped', code: 'heading', value: line.text });
  }
  const { value, tag, description } = entry;
  const verdict = deps.judge(value);
  if (verdict.kind === 'refused') {
    const { reason: code, detail } = verdict;
    return refuse({ line: number, code, detail, value }, deps);
  }
  const { type, value: canonical } = verdict.indicator;
  if (seen.add(`${type} ${canonical}`)) {
    return deps.destination.put({ line: number, value, tag, description });
  }
  deps.counts.count('duplicate');
  await deps.report.add({ line: number, outcome: 'duplicate', code: 'in_input', value });
}

async function refuse(
  { line, code, detail, value }: Omit<Finding, 'outcome'>,
  { counts, report }: PublishDeps,
): Promise<void> {
  counts.count('refused');
  await report.add({
    ...{ line, outcome: 'refused', code },
    ...(detail === undefined ? {} : { detail }),
    ...(value === undefined ? {} : { value }),
  });
}

const faults = {
  'line.too_long': { code: 'line.too_long', detail: `A line is at most ${maxLineBytes} bytes.` },
  'line.not_utf8': { code: 'line.not_utf8', detail: 'These bytes are not UTF-8.' },
} as const;
