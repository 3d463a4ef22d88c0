import type { z } from 'zod';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import type { policyTable } from './policy-table';
import type { Route } from './route';

export const maxBodyBytes = 4 * 1024 * 1024;
/** Lambda hands at most 6 MB over, escaping and frame included. */
export const maxReplyBytes = 4 * 1024 * 1024;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface ApiRequest<R extends Route> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly caller: (typeof policyTable)[R['operationId']] extends 'public' ? undefined : Caller;
  readonly idempotency: Idempotency | undefined;
  /** The query as it was written. */
  readonly asked: Readonly<Record<string, string>>;
  /** The entity tags of what the caller has already, as it sent them. */
  readonly ifNoneMatch: string | undefined;
}

export interface ApiReply {
  readonly status: number;
  /** A value is sent as JSON; JSON text that is at hand is sent as it is. */
  readonly body?: unknown;
  readonly json?: string;
  /** Text of another kind, which its `content-type` names. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route with its behaviour. The request has been validated against the route when `run` sees it. */
export interface Endpoint {
  readonly route: Route;
  run(request: ApiRequest<Route>): Promise<ApiReply>;
}

export function endpoint<const R extends Route>(
  route: R,
  run: (request: ApiRequest<R>) => Promise<ApiReply>,
): Endpoint {
  // The edge parses a request with the route's own schemas, which is what this type says of it.
  return { route, run: (request) => run(request as ApiRequest<R>) };
}
