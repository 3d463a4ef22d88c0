import type { CallFailure } from '../../core/egress/call';

/** Ends a call; it never leaves the guarded call. */
export class CallFailedError extends Error {
  constructor(
    readonly failure: CallFailure,
    readonly status?: number,
  ) {
    super(failure);
  }
}

const expired = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const untrusted = [
  'CERT_CHAIN_TOO_LONG',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const failures: Readonly<Record<string, CallFailure>> = {
  ...Object.fromEntries(expired.map((code) => [code, 'tls_expired'])),
  ...Object.fromEntries(untrusted.map((code) => [code, 'tls_untrusted'])),
  ECONNREFUSED: 'connect_refused',
  ETIMEDOUT: 'connect_timeout',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_host',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** The class of what a socket or the parser threw; what it is of its own is told from where it was thrown. */
export function failureOf(error: unknown, otherwise: CallFailure): CallFailedError {
  if (error instanceof CallFailedError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const parsed = code.startsWith('HPE_') ? 'bad_reply' : undefined;
  return new CallFailedError(failures[code] ?? parsed ?? otherwise);
}
