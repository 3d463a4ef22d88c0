import { createInterface } from 'node:readline/promises';
import { type Arguments, exitCodes, Failure, type Io, interrupted, usage } from '../command';

/** Goes on at `yes`, typed on a terminal or given as --yes. */
export async function confirm(question: string, args: Arguments, io: Io): Promise<void> {
  if (args.has('yes')) return;
  const isTyped = 'isTTY' in io.stdin && io.stdin.isTTY === true;
  if (!isTyped) throw usage(`${question} Give --yes to say so without a terminal`);
  const lines = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await lines.question(`${question} Type yes: `, { signal: io.signal });
    if (answer.trim() !== 'yes') throw new Failure(exitCodes.refused, 'nothing was changed');
  } catch (error) {
    throw io.signal.aborted ? interrupted() : error;
  } finally {
    lines.close();
  }
}
