import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen';
import type { LocalFunction } from './local-function';
import { arn } from './place';
import { type Invoker, payloadLimit } from './worker-pool';

export interface ServedFunction {
  readonly fn: LocalFunction;
  readonly invoker: Invoker;
}

interface LambdaReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Lambda's own API for those who invoke by IAM: ListFunctions, and Invoke that waits for the answer. */
export async function serveLambda(
  functions: readonly ServedFunction[],
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  // In place of IAM: the path is known to who may read the exchange's data.
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(functions, path, request).catch(serviceFault);
    const type = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
    response.writeHead(status, { ...type, ...headers }).end(body);
  });
  const { url, stop } = await listen(server, 0);
  return { endpoint: `${url}${path}`, stop };
}

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

async function answer(
  functions: readonly ServedFunction[],
  path: string,
  request: IncomingMessage,
): Promise<LambdaReply> {
  const { method, url = '', headers } = request;
  const asked = url.split('?')[0] ?? '';
  const call = asked.slice(path.length);
  if (!asked.startsWith(path)) return refusal(403, 'AccessDeniedException', 'not this path');
  if (method === 'GET' && /^\/2015-03-31\/functions\/?$/.test(call)) return listed(functions);
  const [, named] = invocation.exec(call) ?? [];
  if (method !== 'POST' || named === undefined) {
    return refusal(404, 'ResourceNotFoundException', `not emulated: ${method} ${call}`);
  }
  if ((headers['x-amz-invocation-type'] ?? 'RequestResponse') !== 'RequestResponse') {
    return refusal(400, 'InvalidParameterValueException', 'only RequestResponse is emulated');
  }
  return invoke(functions, decodeURIComponent(named), await text(request));
}

function listed(functions: readonly ServedFunction[]): LambdaReply {
  const Functions = functions.map(({ fn }) => ({
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMegabytes,
  }));
  return { status: 200, body: JSON.stringify({ Functions }) };
}

async function invoke(
  functions: readonly ServedFunction[],
  named: string,
  payload: string,
): Promise<LambdaReply> {
  const found = functions.find(({ fn }) => fn.name === named || fn.arn === named);
  if (!found) {
    const message = `Function not found: ${arn('lambda', `function:${named}`)}`;
    return refusal(404, 'ResourceNotFoundException', message);
  }
  if (Buffer.byteLength(payload) > payloadLimit) {
    return refusal(413, 'RequestTooLargeException', `more than ${payloadLimit} bytes`);
  }
  const outcome = await found.invoker.invoke(payload === '' ? '{}' : payload);
  if (outcome.status === 'returned') return { status: 200, body: outcome.payload };
  const { errorType, errorMessage } =
    outcome.status === 'failed'
      ? outcome
      : {
          errorType: 'Sandbox.Timedout',
          errorMessage: `Task timed out after ${found.fn.timeoutSeconds.toFixed(2)} seconds`,
        };
  // What went wrong inside a function is an answer of Lambda's, not its fault.
  const headers = { 'x-amz-function-error': 'Unhandled' };
  return { status: 200, headers, body: JSON.stringify({ errorType, errorMessage }) };
}

function refusal(status: number, errorType: string, Message: string): LambdaReply {
  const headers = { 'x-amzn-errortype': errorType };
  return { status, headers, body: JSON.stringify({ Type: 'User', Message }) };
}

function serviceFault(error: unknown): LambdaReply {
  return refusal(500, 'ServiceException', error instanceof Error ? error.message : 'it failed');
}
