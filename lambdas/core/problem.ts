/** Every way in which a caller can be wrong. The HTTP status of each is in platform/problem-table.ts. */
export const errorCodes = [
  'agreement.not_accepted',
  'agreement.version_stale',
  'application.checks_open',
  'application.claim_expired',
  'application.claimed',
  'application.refused',
  'application.version_stale',
  'application.wrong_state',
  'audit.unavailable',
  'audience.cannot_widen',
  'audience.unchosen',
  'audience.unusable',
  'audience.too_many',
  'body.malformed',
  'body.too_large',
  'body.unsupported_type',
  'credential.ended',
  'credential.exceeds_giver',
  'credential.invalid',
  'credential.last_admin',
  'credential.rotating',
  'credential.scope',
  'credential.too_many',
  'cursor.expired',
  'cursor.invalid',
  'cursor.mismatch',
  'delivery.nothing_left',
  'descriptor.version_stale',
  'endpoint.challenge_failed',
  'endpoint.not_active',
  'endpoint.too_many',
  'endpoint.version_stale',
  'feed.reset',
  'field.invalid',
  'group.already_member',
  'group.cannot_join',
  'group.full',
  'group.last_owner',
  'group.not_owner',
  'group.too_many_pending',
  'group.version_stale',
  'id.clash',
  'idempotency.conflict',
  'indicator.refused',
  'known_good.blocked',
  'known_good.changed',
  'known_good.incomplete',
  'known_good.too_large',
  'look_up.too_many_reads',
  'list.not_ready',
  'list.search_unusable',
  'list.too_large',
  'list.too_wide',
  'member.has_left',
  'member.is_operator',
  'member.too_many_groups',
  'member.version_stale',
  'named.too_many',
  'named.version_stale',
  'object.not_found',
  'policy.version_stale',
  'plan.audience',
  'plan.stale',
  'plan.too_large',
  'plan.unusable',
  'rate.exceeded',
  'reaction.own',
  'remark.version_stale',
  'reply.too_large',
  'route.not_found',
  'screen.blocked',
  'screen.unconfirmed',
  'search.too_wide',
  'storage.busy',
  'tlp.audience',
  'watch.empty',
  'watch.too_many',
  'watch.too_many_values',
  'watch.too_wide',
  'watch.version_stale',
  'internal.error',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What every problem document has: no further member may stand in its place. */
type Further = Readonly<Record<string, unknown>> & {
  readonly [Name in 'type' | 'title' | 'status' | 'code' | 'detail' | 'requestId']?: never;
};

export interface ProblemDetails {
  /** JSON pointer to the field of the request, `/audience/groups/0`. */
  readonly pointer?: string;
  /** Further members of the problem document (RFC 9457 section 3.2), such as the current version. */
  readonly extra?: Further;
}

/** The caller's fault: what, where and how to mend it. Its detail never repeats a value that was sent. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly pointer: string | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, { pointer, extra = {} }: ProblemDetails = {}) {
    super(detail);
    this.name = 'DomainError';
    this.code = code;
    this.pointer = pointer;
    this.extra = extra;
  }
}

export function notFound(): DomainError {
  return new DomainError('object.not_found', 'There is nothing here that you can see.');
}
