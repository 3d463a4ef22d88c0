import type {
  CallOutcome,
  GuardedCall,
  OutgoingRequest,
  ResolveAddresses,
} from '../core/egress/call';
import { checkUrl, type EgressRules, type Target } from '../core/egress/check-url';
import { publicAddress } from '../core/egress/public-address';
import { CallFailedError } from './egress/call-failed';
import { deadline, type Within } from './egress/deadline';
import { exchange, type Reply, type ReplyLimits } from './egress/exchange';
import { type Dial, dial, openConnection } from './egress/open-connection';

export interface CallLimits extends ReplyLimits {
  /** To get an answer of the DNS, to connect, and to agree on TLS: of each. */
  readonly connectMs: number;
  /** Of everything, however slowly something comes. */
  readonly totalMs: number;
}

export const callLimits: CallLimits = {
  connectMs: 3000,
  totalMs: 10_000,
  headerBytes: 16_384,
  bodyBytes: 1024,
};

export interface Egress {
  readonly rules: EgressRules;
  readonly resolve: ResolveAddresses;
  /** What tests put in place of the real thing. */
  readonly limits?: Partial<CallLimits>;
  readonly dial?: Dial;
  readonly authorities?: readonly string[];
}

/** So many of a host's addresses are tried. */
const mostTried = 4;

export function guardedCaller(egress: Egress): GuardedCall {
  return (request) => guardedCall(request, egress);
}

/**
 * The only way out of the system: one request to a host on the internet that a member named. The host is resolved once,
 * all its addresses must be public, and the connection goes to one of those that were checked.
 */
export async function guardedCall(request: OutgoingRequest, egress: Egress): Promise<CallOutcome> {
  const startedAt = performance.now();
  const latency = () => ({ latencyMs: Math.round(performance.now() - startedAt) });
  try {
    return { ...(await call(request, egress)), ...latency() };
  } catch (error) {
    if (!(error instanceof CallFailedError)) throw error;
    const { failure, status } = error;
    return { failure, ...(status && { status }), ...latency() };
  }
}

async function call(request: OutgoingRequest, egress: Egress): Promise<Reply> {
  const limits = { ...callLimits, ...egress.limits };
  const within = deadline(limits.totalMs);
  const checked = checkUrl(request.url, egress.rules);
  if ('refused' in checked) throw new CallFailedError('url_refused');
  const { target } = checked;
  const addresses = await addressesOf(target, egress.resolve, within, limits);
  const connection = await openConnection(target, addresses, {
    dial: egress.dial ?? dial,
    within,
    connectMs: limits.connectMs,
    ...(egress.authorities && { authorities: egress.authorities }),
  });
  try {
    const reply = exchange(connection, target, request, limits);
    return await within(reply, limits.totalMs, 'timeout');
  } finally {
    connection.destroy();
  }
}

async function addressesOf(
  target: Target,
  resolve: ResolveAddresses,
  within: Within,
  { connectMs }: CallLimits,
): Promise<readonly string[]> {
  if (target.isLoopback) return [target.host];
  const answer = await within(resolve(target.host), connectMs, 'dns_failed');
  if (answer.status === 'unreachable') throw new CallFailedError('dns_failed');
  if (answer.status === 'absent' || answer.addresses.length === 0) {
    throw new CallFailedError('dns_not_found');
  }
  return answer.addresses.map(checkedAddress).slice(0, mostTried);
}

function checkedAddress(text: string): string {
  const address = publicAddress(text);
  if (address === undefined) throw new CallFailedError('address_refused');
  return address;
}
