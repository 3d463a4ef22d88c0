import { Logger } from '@aws-lambda-powertools/logger';

/** Events by stable names with fields. Ids and codes may be logged; values, tokens and texts never. */
export function makeLogger(): Logger {
  return new Logger({ serviceName: 'tocsin' });
}

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** An error without its message, which may quote what a caller sent. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { errorName: error.name, stack: frames?.slice(0, 12).map((line) => line.trim()) };
}
