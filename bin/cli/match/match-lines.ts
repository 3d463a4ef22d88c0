import { extractIndicators } from '../../../lambdas/core/extract/extract-indicators';
import { type WholeLine, wholeLines } from '../../../lambdas/core/extract/quoted-printable';
import { readLines } from '../read-lines';
import { seenValues } from '../seen-values';
import type { Asker } from './asker';
import type { MatchTally } from './match-tally';
import { pause, withPauses } from './with-pauses';

export interface MatchLinesDeps {
  readonly asker: Asker;
  readonly tally: MatchTally;
  readonly now: () => number;
  readonly onProgress: () => void;
}

const longestBytes = 1 << 20;
/** Of a log that is still being written the answers come as its lines do, and when none comes. */
const longestWaitMilliseconds = 1000;
const silenceMilliseconds = 300;

/** Puts every value of every line to the asker; answers what stopped it, if anything did. */
export async function matchLines(
  bytes: AsyncIterable<Buffer>,
  deps: MatchLinesDeps,
): Promise<unknown> {
  const { asker, tally, now, onProgress } = deps;
  const whole = wholeLines();
  const seen = seenValues();
  let flushedAt = now();
  const put = (lines: readonly WholeLine[]) => putValues(lines, seen, deps);
  let fault: unknown;
  try {
    const input = readLines(bytes, { longestBytes, anyEncoding: true });
    for await (const lines of withPauses(input, silenceMilliseconds)) {
      if (asker.failure() !== undefined) break;
      if (lines === pause) {
        await asker.end();
        continue;
      }
      tally.add('lines', lines.length);
      for (const line of lines) {
        if ('text' in line) await put(whole.push(line.number, line.text));
        else tally.add('leftOut');
      }
      if (asker.failure() !== undefined) break;
      if (now() - flushedAt > longestWaitMilliseconds) {
        await asker.flush();
        await asker.settle();
        flushedAt = now();
      }
      onProgress();
    }
  } catch (error) {
    fault = error;
  }
  await put(whole.end());
  await asker.end();
  return asker.failure() ?? fault;
}

async function putValues(
  lines: readonly WholeLine[],
  seen: ReturnType<typeof seenValues>,
  { asker, tally }: MatchLinesDeps,
): Promise<void> {
  for (const { number, text } of lines) {
    for (const one of extractIndicators(text)) {
      tally.add('found');
      if (seen.add(`${one.type} ${one.value}`)) tally.add('distinct');
      await asker.put({ line: number, ...one });
    }
  }
}
