import { Logger } from '@aws-lambda-powertools/logger';

/** Events by stable names with fields. Ids and codes may be logged; values, tokens and texts never. */
export function makeLogger(): Logger {
  return new Logger({ serviceName: 'tocsin' });
}

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** An error without its message, which may quote what a caller sent: lines that look like frames, too. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { name, message, stack = '' } = error;
  const at = stack.indexOf(message);
  const lines = stack.slice(at < 0 ? 0 : at + message.length).split('\n');
  const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
  return { errorName: name, stack: frames.slice(0, 12) };
}
