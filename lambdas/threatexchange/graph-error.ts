import { createHash } from 'node:crypto';
import { DomainError, type ErrorCode } from '../core/problem';

/** What the Graph API's clients know errors by. */
export class GraphError extends Error {
  readonly type: string;
  readonly subcode: number | undefined;

  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    { type = 'OAuthException', subcode }: { type?: string; subcode?: number } = {},
  ) {
    super(message);
    this.type = type;
    this.subcode = subcode;
  }
}

export type GraphMethod = 'GET' | 'POST' | 'DELETE';

/** Absent and not visible: one answer for both. */
export function missing(method: GraphMethod = 'GET'): GraphError {
  const message = `Unsupported ${method.toLowerCase()} request. Object does not exist, cannot be seen with this token, or does not support this operation.`;
  return new GraphError(400, 100, message, { type: 'GraphMethodException', subcode: 33 });
}

/** Its detail never repeats what was sent. */
export function badParameter(name: string, detail: string): GraphError {
  return new GraphError(400, 100, `(#100) Param ${name}: ${detail}`);
}

export function unknownPath(): GraphError {
  return new GraphError(400, 2500, 'Unknown path components: there is nothing at this path.');
}

/** Names of ours beside what this surface calls the same; a field that has none keeps its own. */
const parameterOf: Readonly<Record<string, string>> = {
  value: 'indicator',
  q: 'text',
  tag: 'tags',
  tlp: 'share_level',
  reviewStatus: 'review_status',
  review: 'review_status',
  sourceUri: 'source_uri',
  expiresAt: 'expired_on',
  firstActiveAt: 'first_active',
  lastActiveAt: 'last_active',
  audience: 'privacy_members',
  group: 'privacy_groups',
  members: 'members',
  cursor: 'after',
  publishedSince: 'since',
  publishedUntil: 'until',
  confidenceMin: 'min_confidence',
  confidenceMax: 'max_confidence',
  url: 'callback_url',
  topics: 'fields',
  verifyToken: 'verify_token',
};

type Known = readonly [status: number, code: number];

const known: Partial<Record<ErrorCode, Known>> = {
  'credential.invalid': [400, 190],
  'credential.scope': [403, 10],
  'group.not_owner': [403, 10],
  'endpoint.challenge_failed': [400, 2200],
  'rate.exceeded': [429, 4],
  'storage.busy': [503, 2],
  'audit.unavailable': [503, 2],
  'internal.error': [500, 1],
};

/** A refusal of the use cases, as this surface tells it. */
export function graphErrorOf(error: DomainError | GraphError, method: GraphMethod): GraphError {
  if (error instanceof GraphError) return error;
  if (error.code === 'object.not_found' && error.pointer === undefined) return missing(method);
  const { message, code, pointer = '' } = error;
  const [status, number] = known[code] ?? [400, 100];
  const [, field = ''] = pointer.split('/');
  const name = parameterOf[field] ?? field;
  const where = number === 100 && name ? `Param ${name}: ` : '';
  return new GraphError(status, number, `(#${number}) ${where}${message}`);
}

export function errorBody({ message, type, code, subcode }: GraphError, traceId: string) {
  return {
    error: {
      ...{ message, type, code },
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: traceId,
    },
  };
}

/** By which a request is found again in the log of an operator. */
export function traceOf(requestId: string): string {
  return createHash('sha256').update(requestId).digest('base64url').slice(0, 11);
}

export function isRefusal(error: unknown): error is DomainError | GraphError {
  return error instanceof DomainError || error instanceof GraphError;
}
