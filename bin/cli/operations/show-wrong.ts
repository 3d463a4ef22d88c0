import { type ExitCode, exitCodes, type Io } from '../command';
import { painter, print, printable } from '../printable';
import type { Wrong } from './examine';

/** The last lines of a command that looked for what is wrong. */
export async function showWrong(
  wrong: readonly Wrong[],
  verdict: string,
  io: Io,
): Promise<ExitCode> {
  const paint = painter(io.hasColour);
  if (wrong.length === 0) await print(io.stdout, paint(verdict, 'green'));
  for (const { what, mend } of wrong) {
    await print(io.stdout, `${paint('wrong', 'red')}     ${printable(what)}: ${mend}`);
  }
  return exitCodeOf(wrong);
}

export function exitCodeOf(wrong: readonly Wrong[]): ExitCode {
  return wrong.length === 0 ? exitCodes.ok : exitCodes.refused;
}
