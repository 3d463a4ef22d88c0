import type { ErrorCode } from '../core/problem';

/** The HTTP status of each error code: a new code without one does not compile. */
export const problemStatus: Record<ErrorCode, number> = {
  'agreement.version_stale': 409,
  'audience.unusable': 400,
  'audience.missing': 400,
  'audience.too_many': 400,
  'body.malformed': 400,
  'body.too_large': 413,
  'body.unsupported_type': 415,
  'credential.invalid': 401,
  'credential.scope': 403,
  'descriptor.version_stale': 409,
  'feed.reset': 410,
  'field.invalid': 400,
  'id.clash': 409,
  'idempotency.conflict': 409,
  'indicator.refused': 400,
  'look_up.too_many_reads': 400,
  'member.too_many_groups': 400,
  'object.not_found': 404,
  'policy.version_stale': 409,
  'rate.exceeded': 429,
  'reply.too_large': 400,
  'route.not_found': 404,
  'storage.busy': 503,
  'internal.error': 500,
};

export const problemTitles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
