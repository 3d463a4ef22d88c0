import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { isRecord } from './properties';

export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

/** API Gateway's own answers. */
export function gatewayReply(status: number, message: string): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}

export const internalError = gatewayReply(500, 'Internal Server Error');
const busy = gatewayReply(503, 'Service Unavailable');
/** Says when to come again, which API Gateway leaves out. */
export const unavailable = { ...busy, headers: { ...busy.headers, 'retry-after': '1' } };

/** What a function returned, read as format 2.0 reads it. */
export function replyOf(payload: string): Reply {
  const result: unknown = JSON.parse(payload);
  if (!isRecord(result) || result['statusCode'] === undefined) {
    const body = typeof result === 'string' ? result : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = result;
  const status = Number(statusCode);
  const isValid = Number.isInteger(status) && status >= 200 && status <= 599;
  if (!isValid || typeof body !== 'string' || !isRecord(headers) || !Array.isArray(cookies)) {
    return internalError;
  }
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...lowerCased(headers, cookies) },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

function lowerCased(headers: Record<string, unknown>, cookies: unknown[]): OutgoingHttpHeaders {
  const lower: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = String(value);
  if (cookies.length > 0) lower['set-cookie'] = cookies.map(String);
  return lower;
}

/** The gateway counts the body itself, and frames it. */
const hopByHop = ['content-length', 'transfer-encoding', 'connection', 'keep-alive'];

export function sendReply(response: ServerResponse, reply: Reply, requestId: string): void {
  const headers: OutgoingHttpHeaders = { ...reply.headers, 'apigw-requestid': requestId };
  for (const name of hopByHop) delete headers[name];
  headers['content-length'] = Buffer.byteLength(reply.body);
  try {
    response.writeHead(reply.status, headers);
  } catch {
    response.writeHead(500, internalError.headers);
    response.end(internalError.body);
    return;
  }
  response.end(reply.body);
}
