import { DomainError } from '../core/problem';

const busyNames = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TransactionConflictException',
  'TransactionInProgressException',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/** Whether a call to a service of AWS failed for want of capacity or time, so that it may be tried again. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DomainError) return error.code === 'storage.busy';
  const code = 'code' in error ? String(error.code) : '';
  return busyNames.has(error.name) || busyNames.has(code);
}
