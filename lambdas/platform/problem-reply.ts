import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { DomainError } from '../core/problem';
import { isBusy } from './busy';
import { problemStatus, problemTitles } from './problem-table';

/** The caller's fault as it is; a busy store as 503; anything else as a bare 500. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isBusy(error)) return new DomainError('storage.busy', 'Storage is busy; try again.');
  return new DomainError('internal.error', 'Something failed here; the operator was told.');
}

/** RFC 9457. The request id is the only thing in it that is not the same for the same fault. */
export function problemReply(
  { code, message: detail, pointer, extra }: DomainError,
  requestId: string,
): APIGatewayProxyStructuredResultV2 {
  const status = problemStatus[code];
  const body = {
    type: `urn:tocsin:problem:${code}`,
    title: problemTitles[status] ?? 'Error',
    status,
    code,
    detail,
    ...(pointer === undefined ? {} : { pointer }),
    ...extra,
    requestId,
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...hintHeaders(status, extra) },
    body: JSON.stringify(body),
  };
}

function hintHeaders(
  status: number,
  { retryAfterSeconds = 1 }: Readonly<Record<string, unknown>>,
): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  return status === 429 || status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {};
}
