/** Why a call got no answer that counts, in words for whoever runs the receiver. A closed set: members filter by it. */
export const callFailures = {
  url_refused: 'The URL may not be called.',
  dns_not_found: 'The DNS knows no address of the host.',
  dns_failed: 'The DNS of the host did not answer.',
  address_refused: 'An address of the host is not a public one.',
  connect_timeout: 'The host did not accept a connection in time.',
  connect_refused: 'The host refused the connection.',
  connect_failed: 'There is no way to the host.',
  tls_timeout: 'The host did not finish the TLS handshake in time.',
  tls_expired: 'The certificate is expired or not yet valid.',
  tls_wrong_host: 'The certificate is of another host.',
  tls_untrusted: 'The certificate is signed by nobody who is commonly trusted.',
  tls_failed: 'TLS 1.2 or 1.3 could not be agreed on.',
  timeout: 'The host did not answer in time.',
  reset: 'The host closed the connection before it had answered.',
  bad_reply: 'What the host answered is not HTTP.',
  headers_too_large: 'The headers of the answer are too large.',
  redirect: 'The host answered with a redirect, and none is followed.',
} as const;

export type CallFailure = keyof typeof callFailures;

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Lower case; those of the connection and of the body's length are set by the call. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the start of the answer's body is wanted. Else the call ends with the answer's headers. */
  readonly readsBody?: boolean;
}

export interface CallReply {
  /** Never a redirect's. */
  readonly status: number;
  /** The header Retry-After, as it came. */
  readonly retryAfter?: string;
  /** At most 1 KB, for challenges only: a member never sees it. */
  readonly bodyStart: string;
  readonly latencyMs: number;
}

export interface CallFailed {
  readonly failure: CallFailure;
  /** Of a redirect. */
  readonly status?: number;
  readonly latencyMs: number;
}

export type CallOutcome = CallReply | CallFailed;

/** The only way out of the system, for those who are given it. */
export type GuardedCall = (request: OutgoingRequest) => Promise<CallOutcome>;

/** What the DNS says of a host's addresses, of both families. */
export type AddressAnswer =
  | { readonly status: 'found'; readonly addresses: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'unreachable' };

export type ResolveAddresses = (host: string) => Promise<AddressAnswer>;
