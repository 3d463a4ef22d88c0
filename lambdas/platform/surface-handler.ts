import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { accessOf, type OperationId } from '../contracts/policy-table';
import type { Caller } from '../core/caller';
import { networkOf } from '../core/network';
import { DomainError } from '../core/problem';
import type { HttpEdge } from './http-handler';
import { errorFields } from './logger';
import { toDomainError } from './problem-reply';

/** A request that no contract has read. */
export interface RawRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface SurfaceReply {
  readonly status: number;
  /** JSON. */
  readonly text: string;
}

/** Who is let in by a token that a surface found. */
export interface Entered {
  readonly caller: Caller;
  /** Refuses what the credential may not do. */
  require(operation: OperationId): void;
}

/** What the edge does for a surface with a grammar of its own. */
export interface Door {
  enter(token: string, how: { readonly isRead: boolean }): Promise<Entered>;
  /** Any error as a refusal; what is nobody's fault is logged once. */
  refusal(error: unknown): DomainError;
}

export type Surface = (request: RawRequest, door: Door) => Promise<SurfaceReply>;
type Result = APIGatewayProxyStructuredResultV2;

/**
 * A surface behind API Gateway that reads requests by itself: authentication, limits and logs are those of every
 * function. Neither path nor query is logged: a token may be in them.
 */
export function surfaceHandler(surface: Surface, edge: HttpEdge) {
  return async (event: APIGatewayProxyEventV2): Promise<Result> => {
    const { requestId } = event.requestContext;
    const limits: Record<string, string> = {};
    const door = doorOf(event, edge, limits);
    const { status, text } = await surface(rawRequest(event), door);
    const { 'retry-after': after = '1', ...counted } = limits;
    edge.log.info('request.answered', { requestId, route: event.routeKey, status });
    return {
      statusCode: status,
      headers: {
        ...(status === 429 || status === 503 ? { 'retry-after': after } : {}),
        ...{ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...counted },
        'content-type': 'application/json; charset=UTF-8',
        'x-request-id': requestId,
      },
      body: text,
    };
  };
}

function rawRequest(event: APIGatewayProxyEventV2): RawRequest {
  const { rawPath, rawQueryString, headers, requestContext, body = '', isBase64Encoded } = event;
  return {
    ...{ id: requestContext.requestId, method: requestContext.http.method, path: rawPath },
    ...{ rawQuery: rawQueryString, headers },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function doorOf(
  { requestContext, routeKey }: APIGatewayProxyEventV2,
  edge: HttpEdge,
  limits: Record<string, string>,
): Door {
  const { sourceIp } = requestContext.http;
  return {
    async enter(token, { isRead }) {
      const caller = await authenticated(`Bearer ${token}`, { isRead, sourceIp }, edge, limits);
      const [allowance] = await Promise.all([
        edge.limitOfMember(caller.member.id),
        edge.noteUse(caller),
      ]);
      Object.assign(limits, allowance.headers);
      if (allowance.refusal) throw allowance.refusal;
      return { caller, require: (operation) => requireAccess(caller, operation) };
    },
    refusal(error) {
      const problem = toDomainError(error);
      const { retryAfterSeconds: after } = problem.extra;
      if (after !== undefined) limits['retry-after'] = String(after);
      if (problem.code === 'internal.error') {
        const { requestId } = requestContext;
        edge.log.error('request.failed', { requestId, route: routeKey, ...errorFields(error) });
      }
      return problem;
    },
  };
}

/** Refusals count against the source alone: nobody can shut another's credential out by trying wrong ones. */
async function authenticated(
  header: string,
  { isRead, sourceIp }: { readonly isRead: boolean; readonly sourceIp: string },
  { authenticate, limitOfSource }: HttpEdge,
  limits: Record<string, string>,
): Promise<Caller> {
  try {
    return await authenticate(header, { isRead, takesBasic: false, sourceIp });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { headers, refusal } = await limitOfSource(networkOf(sourceIp));
    Object.assign(limits, headers);
    throw refusal ?? error;
  }
}

function requireAccess({ scopes }: Caller, operation: OperationId): void {
  const needed = accessOf(operation);
  if (scopes.some((scope) => scope === needed)) return;
  throw new DomainError('credential.scope', `This needs a credential with the scope ${needed}.`);
}
