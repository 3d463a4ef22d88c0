import type { z } from 'zod';
import type { OperationId } from './policy-table';

/** The functions of the API. A function is one role: its routes share tables and permissions. */
export type ApiFunction =
  | 'directory'
  | 'groups'
  | 'publish'
  | 'plan'
  | 'discuss'
  | 'look-up'
  | 'search'
  | 'feed'
  | 'export'
  | 'saved'
  | 'watches'
  | 'join'
  | 'admission'
  | 'audit'
  | 'departure'
  | 'screening'
  | 'threatexchange'
  | 'matches'
  | 'webhooks'
  | 'system';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One route as data. It drives validation, the CDK routes, the OpenAPI document and the tests;
 * there is no second list of routes.
 */
export interface Route {
  /** Who may call it is in the policy table. */
  readonly operationId: OperationId;
  readonly method: Method;
  /** API Gateway form: `/v1/members/{id}`. */
  readonly path: string;
  readonly function: ApiFunction;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Schema of the body by status; `null` where the answer has none. */
  readonly replies: Readonly<Record<number, z.ZodType | null>>;
  /** In what it is answered, where that is not JSON. */
  readonly media?: readonly string[];
  /** For what can only GET: HTTP Basic is taken beside Bearer, of credentials that can only read. */
  readonly takesBasic?: boolean;
  /** A read; every other route takes an Idempotency-Key. POST look-ups are reads too. */
  readonly isRead: boolean;
}

export function defineRoute<const R extends Route>(route: R): R {
  return route;
}
