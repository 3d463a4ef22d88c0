import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ApiReply, type Endpoint, maxReplyBytes } from '../contracts/endpoint';
import { accessOf } from '../contracts/policy-table';
import type { Route } from '../contracts/route';
import type { Caller } from '../core/caller';
import { networkOf } from '../core/network';
import { DomainError } from '../core/problem';
import type { Authenticate } from './authenticate';
import { errorFields, type Log } from './logger';
import type { NoteUse } from './note-use';
import { problemReply, toDomainError } from './problem-reply';
import type { Allowance, RateLimit } from './rate-limit';
import { readRequest } from './read-request';

export interface HttpEdge {
  readonly authenticate: Authenticate;
  /** By the member's id. */
  readonly limitOfMember: RateLimit;
  /** By the network, of requests that no member is known to have sent. */
  readonly limitOfSource: RateLimit;
  readonly noteUse: NoteUse;
  readonly log: Log;
}

type Result = APIGatewayProxyStructuredResultV2;
export type HttpHandler = (event: APIGatewayProxyEventV2) => Promise<Result>;

/** The endpoints of one function behind API Gateway: authentication, limits, validation, then behaviour. */
export function httpHandler(endpoints: readonly Endpoint[], edge: HttpEdge): HttpHandler {
  const byKey = new Map(endpoints.map((e) => [`${e.route.method} ${e.route.path}`, e]));
  const handler = middy()
    .use(replies(edge.log))
    .handler(async (event: APIGatewayProxyEventV2) => {
      const found = byKey.get(event.routeKey);
      if (!found) throw new DomainError('route.not_found', 'There is no such route.');
      return answer(event, found, edge);
    });
  return async (event) => (await handler(event, noContext)) as Result;
}

/** Middy wants the Lambda context; nothing here reads it. */
const noContext = {} as Parameters<ReturnType<typeof middy>>[1];

async function answer(
  event: APIGatewayProxyEventV2,
  { route, run }: Endpoint,
  edge: HttpEdge,
): Promise<Result> {
  if (accessOf(route.operationId) === 'public') {
    const allowance = await edge.limitOfSource(sourceOf(event));
    return counted(allowance, () => run(readRequest(event, route, undefined)));
  }
  const caller = await callerOf(event, route, edge);
  const [allowance] = await Promise.all([
    edge.limitOfMember(caller.member.id),
    edge.noteUse(caller),
  ]);
  return counted(allowance, () => {
    requireScope(caller, route);
    return run(readRequest(event, route, caller));
  });
}

function sourceOf({ requestContext }: APIGatewayProxyEventV2): string {
  return networkOf(requestContext.http.sourceIp);
}

/** Refusals count against the source alone: nobody can shut another's credential out by trying wrong ones. */
async function callerOf(
  event: APIGatewayProxyEventV2,
  { isRead, takesBasic = false }: Route,
  { authenticate, limitOfSource }: HttpEdge,
): Promise<Caller> {
  const { sourceIp } = event.requestContext.http;
  try {
    return await authenticate(event.headers['authorization'], { isRead, takesBasic, sourceIp });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { headers, refusal } = await limitOfSource(sourceOf(event));
    const isAsked = takesBasic && !refusal && error.code === 'credential.invalid';
    const asks = isAsked ? { 'www-authenticate': bothSchemes } : {};
    throw new LimitedError(refusal ?? error, { ...headers, ...asks });
  }
}

/** Most clients send a name and a password when they are asked for them, not before. */
const bothSchemes = 'Bearer, Basic realm="Tocsin", charset="UTF-8"';

/** Every answer to what was counted says how much is left, be it an error. */
async function counted(
  { headers, refusal }: Allowance,
  run: () => Promise<ApiReply>,
): Promise<Result> {
  try {
    if (refusal) throw refusal;
    const reply = toResult(await run());
    return { ...reply, headers: { ...reply.headers, ...headers } };
  } catch (error) {
    throw new LimitedError(error, headers);
  }
}

/** An error on its way out of a request that was counted: its reply carries the limits too. */
class LimitedError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly limits: Readonly<Record<string, string>>,
  ) {
    super('counted');
  }
}

function requireScope({ scopes }: Caller, { operationId }: Route): void {
  const needed = accessOf(operationId);
  if (!scopes.some((scope) => scope === needed)) {
    throw new DomainError('credential.scope', `This needs a credential with the scope ${needed}.`);
  }
}

function toResult({ status, body, json, headers = {}, ...reply }: ApiReply): Result {
  const text = reply.text ?? json ?? (body === undefined ? undefined : JSON.stringify(body));
  if (text === undefined) return { statusCode: status, headers };
  if (Buffer.byteLength(text) > maxReplyBytes) {
    throw new DomainError('reply.too_large', 'The answer is too large: ask for less at once.');
  }
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  };
}

const everywhere = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function replies(log: Log): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  const finish = (event: APIGatewayProxyEventV2, reply: Result): Result => {
    const { requestId } = event.requestContext;
    log.info('request.answered', { requestId, route: event.routeKey, status: reply.statusCode });
    const headers = { ...everywhere, ...reply.headers, 'x-request-id': requestId };
    return { ...reply, headers };
  };
  return {
    after: (request) => {
      if (request.response) request.response = finish(request.event, request.response);
    },
    onError: (request) => {
      const { error, event } = request;
      const { cause, limits } =
        error instanceof LimitedError ? error : { cause: error, limits: {} };
      const problem = toDomainError(cause);
      const { requestId } = event.requestContext;
      if (problem.code === 'internal.error') {
        log.error('request.failed', { requestId, route: event.routeKey, ...errorFields(cause) });
      }
      const reply = problemReply(problem, requestId);
      request.response = finish(event, { ...reply, headers: { ...reply.headers, ...limits } });
    },
  };
}
