import { maxReplyBytes } from '../contracts/endpoint';
import type { DomainError } from '../core/problem';
import type { Door } from './entrance';
import { type GraphDeps, graphContext } from './graph-context';
import { errorBody, GraphError, type GraphMethod, graphErrorOf, traceOf } from './graph-error';
import { type GraphRequest, type RawRequest, readGraphRequest } from './graph-request';
import { memberNames } from './member-names';
import { operate } from './operations';
import { runBatch } from './run-batch';

export interface GraphReply {
  readonly status: number;
  /** JSON. */
  readonly text: string;
}

/** Lets callers in, and makes a refusal of any error. */
interface Guard extends Door {
  refusal(error: unknown): DomainError;
}

type Sent = RawRequest & { readonly id: string };

/** ThreatExchange's Graph API over the use cases: 200 for all that is done, and JSON for all that is not. */
export function graphSurface(deps: GraphDeps) {
  const names = memberNames(deps);

  async function answer(request: GraphRequest, door: Guard): Promise<unknown> {
    const { token, method, path, params } = request;
    if (path.length === 0 && method === 'POST' && params['batch'] !== undefined) {
      return runBatch(request, (sent) => serve(sent, door));
    }
    if (!token) throw new GraphError(400, 104, '(#104) An access token is required.');
    const entrance = await door.enter(token, { isRead: method === 'GET' });
    if (method === 'GET') entrance.require('graphRead');
    return operate(graphContext(request, entrance, deps, names));
  }

  async function serve(sent: Sent, door: Guard): Promise<GraphReply> {
    let method: GraphMethod = 'GET';
    try {
      const request = await readGraphRequest(sent);
      method = request.method;
      return { status: 200, text: fitting(JSON.stringify(await answer(request, door))) };
    } catch (error) {
      const refusal = error instanceof GraphError ? error : door.refusal(error);
      const told = graphErrorOf(refusal, method);
      return { status: told.status, text: JSON.stringify(errorBody(told, traceOf(sent.id))) };
    }
  }

  return serve;
}

function fitting(text: string): string {
  if (Buffer.byteLength(text) <= maxReplyBytes) return text;
  throw new GraphError(400, 100, '(#100) The answer is too large: ask for less at once.');
}
