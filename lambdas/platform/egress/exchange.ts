import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { OutgoingRequest } from '../../core/egress/call';
import type { Target } from '../../core/egress/check-url';
import { CallFailedError, failureOf } from './call-failed';

export interface ReplyLimits {
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

export interface Reply {
  readonly status: number;
  readonly retryAfter?: string;
  readonly bodyStart: string;
}

/** Answers before the answer ("100 Continue"), each of which may be as large as one. */
const mostInterim = 4;
const longestRetryAfter = 64;

/** One request and its reply over a connection that serves nothing else. */
export async function exchange(
  connection: Socket,
  target: Target,
  outgoing: OutgoingRequest,
  limits: ReplyLimits,
): Promise<Reply> {
  const call = send(connection, target, outgoing, limits);
  const errors: unknown[] = [];
  call.on('error', (error) => errors.push(error));
  try {
    return await replyOf(await responseTo(call), outgoing.readsBody ? limits.bodyBytes : 0);
  } catch (error) {
    if (error instanceof CallFailedError) throw error;
    // What is wrong in a body is told to the call, while the body itself only ends.
    throw failureOf(errors[0] ?? error, 'reset');
  }
}

async function replyOf(response: IncomingMessage, bodyBytes: number): Promise<Reply> {
  const { statusCode: status = 0 } = response;
  if (status >= 300 && status < 400) throw new CallFailedError('redirect', status);
  const retryAfter = response.headers['retry-after']?.slice(0, longestRetryAfter);
  return {
    status,
    ...(retryAfter && { retryAfter }),
    bodyStart: bodyBytes > 0 ? await startOf(response, bodyBytes) : '',
  };
}

function send(
  connection: Socket,
  target: Target,
  { method, headers, body = '' }: OutgoingRequest,
  { headerBytes }: ReplyLimits,
): ClientRequest {
  const call = request({
    // No agent: nothing is pooled, and no variable of the environment puts a proxy between.
    createConnection: () => connection,
    method,
    path: target.path,
    headers: {
      'user-agent': 'Tocsin',
      'accept-encoding': 'identity',
      ...headers,
      host: target.authority,
      connection: 'close',
      ...(method === 'POST' && { 'content-length': Buffer.byteLength(body) }),
    },
    maxHeaderSize: headerBytes,
  });
  call.end(body);
  return call;
}

function responseTo(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const refuse = (failure: 'bad_reply' | 'reset') => reject(new CallFailedError(failure));
    let interim = 0;
    call.on('response', resolve);
    call.on('information', () => {
      interim += 1;
      if (interim > mostInterim) refuse('bad_reply');
    });
    call.on('upgrade', () => refuse('bad_reply'));
    call.on('error', reject);
    call.on('close', () => refuse('reset'));
  });
}

/** What is left is never read: the connection is destroyed with the call. */
async function startOf(response: IncomingMessage, mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= mostBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, mostBytes).toString();
}
