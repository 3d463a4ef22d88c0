import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import { eventOf } from './http-event';
import {
  gatewayReply,
  internalError,
  type Reply,
  replyOf,
  sendReply,
  unavailable,
} from './http-reply';
import type { RouteTable } from './route-table';
import type { HttpTarget } from './worker-pool';

const headLimit = 10_240;
const bodyLimit = 10 * 1024 * 1024;
const timeoutMilliseconds = 30_000;

export type HttpRoutes = RouteTable<HttpTarget>;

const tooLarge = gatewayReply(413, 'Request Entity Too Large');
const headTooLarge = gatewayReply(431, 'Request Header Fields Too Large');

/** API Gateway's HTTP API, its limits included, in front of the functions. */
export function createGateway(routes: () => HttpRoutes | undefined): Server {
  const server = createServer({ keepAliveTimeout: 75_000, maxHeaderSize: 4 * headLimit });
  server.on('request', async (request, response) => {
    const requestId = randomUUID();
    const isWanted = () => !response.closed;
    const reply = await answer(routes(), request, requestId, isWanted).catch(() => internalError);
    // What was not read would be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close');
    sendReply(response, reply, requestId);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return socket.destroy();
    const { status, body } =
      error.code === 'HPE_HEADER_OVERFLOW' ? headTooLarge : gatewayReply(400, 'Bad Request');
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
  return server;
}

async function answer(
  routes: HttpRoutes | undefined,
  request: IncomingMessage,
  requestId: string,
  isWanted: () => boolean,
): Promise<Reply> {
  if (!routes) return unavailable;
  if (headSize(request) > headLimit) return headTooLarge;
  const path = pathOf(request.url ?? '/');
  const match = routes.find(request.method ?? 'GET', path);
  if (!match) return gatewayReply(404, 'Not Found');
  const { target } = match.route;
  // At the door, before anything is spent on it: else those who are served pay for those who are not.
  if (target.isFull) return unavailable;
  const body = await readBody(request);
  if (!body) return tooLarge;
  if (target.isFull) return unavailable;
  return invoke(target, eventOf(request, path, match, body, requestId), isWanted);
}

async function invoke(target: HttpTarget, event: string, isWanted: () => boolean): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<{ status: 'timedOut' }>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      resolve({ status: 'timedOut' });
    }, timeoutMilliseconds);
  });
  const answered = target.invoke(event, () => !isLate && isWanted());
  const outcome = await Promise.race([answered, late]);
  clearTimeout(timer);
  if (outcome.status === 'timedOut') return unavailable;
  if (outcome.status === 'returned') return replyOf(outcome.payload);
  return outcome.errorType === 'RequestEntityTooLargeException' ? tooLarge : internalError;
}

// API Gateway hands over the decoded path, and cuts it at a `?` that decoding brought to light.
function pathOf(url: string): string {
  const raw = url.split('?')[0] ?? '/';
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw).split('?')[0] ?? '/';
  } catch {
    return raw;
  }
}

function headSize({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  let size = method.length + url.length + ' HTTP/1.1\r\n'.length + 1;
  for (const part of rawHeaders) size += part.length + 2;
  return size;
}

function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= bodyLimit) return;
      request.pause();
      resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client left')));
  });
}
