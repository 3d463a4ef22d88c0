import type { Caller } from '../core/caller';
import type { CallFailure, CallOutcome } from '../core/egress/call';
import { type Endpoint, liveKeys } from '../core/notify/endpoint';
import type { Health } from '../core/notify/health';
import { isSeen, type Match } from '../core/notify/match';
import { bodyOf } from '../core/notify/payload';
import { signedRequest } from '../core/notify/signed-request';
import { DomainError } from '../core/problem';
import { isoTime, nextVersion } from '../core/time';
import { closedBreaker } from '../core/webhooks/breaker';
import { isDelivered } from '../core/webhooks/retry-schedule';
import { hubVerificationUrl, isHubAnswer } from '../core/webhooks/threatexchange-format';
import type { HealthyEndpoint } from '../store/endpoint-store';
import { findEndpoint, stale } from './change-endpoints';
import { spendCall } from './spend-call';
import type { EndpointDeps, WebhooksDeps } from './webhooks-deps';

const rounds = 5;

/** Lets a receiver be told that agrees to it. */
export async function activate(
  id: string,
  caller: Caller,
  deps: EndpointDeps,
): Promise<HealthyEndpoint> {
  const { endpoint: was } = await findEndpoint(id, caller, deps);
  await verify(was, caller, deps);
  const endpoint = activated({ ...was, version: nextVersion(was.version, deps.now()) });
  if (!(await deps.endpoints.replace(endpoint, was.version))) throw stale(was);
  return { endpoint, health: await freshHealth(was, deps) };
}

/** Asks the receiver whether it wants to be told, and believes it when it answers with what it was sent. */
export async function verify(
  endpoint: Endpoint,
  caller: Caller,
  deps: EndpointDeps,
): Promise<void> {
  await spendCall(caller, deps);
  const { request, isAnswer } = challengeFor(endpoint, deps);
  refuseFailed(await deps.call({ ...request, readsBody: true }), isAnswer);
}

export function activated({ reason: _, disabledAt: __, ...endpoint }: Endpoint): Endpoint {
  return { ...endpoint, state: 'active' };
}

/** What it failed at before it was activated counts no more. */
export async function freshHealth(
  { member, id }: Endpoint,
  { endpoints }: Pick<EndpointDeps, 'endpoints'>,
): Promise<Health> {
  for (let round = 1; round <= rounds; round++) {
    const found = await endpoints.read(member, id);
    if (!found) break;
    const health = { ...found.health, breaker: closedBreaker };
    if (await endpoints.writeHealth(member, id, health)) return health;
  }
  throw new DomainError('storage.busy', 'Storage is busy; try again.');
}

function challengeFor(endpoint: Endpoint, deps: EndpointDeps) {
  const random = deps.random(16);
  if (endpoint.format === 'threatexchange') {
    const challenge = (random.readBigUInt64BE(8) >> 1n).toString();
    const verifyToken = deps.openSecret(endpoint.verifyToken ?? '', endpoint.id);
    const asked = { challenge, verifyToken };
    const request = { method: 'GET', url: hubVerificationUrl(endpoint.url, asked) } as const;
    return { request, isAnswer: (answer: string) => isHubAnswer(answer, asked) };
  }
  const challenge = random.toString('base64url');
  const timestamp = isoTime(deps.now());
  const body = JSON.stringify({ type: 'endpoint.challenge', timestamp, challenge });
  const request = signed(endpoint, `challenge_${challenge}`, body, deps);
  return { request, isAnswer: (answer: string) => answer.includes(challenge) };
}

function refuseFailed(outcome: CallOutcome, isAnswer: (text: string) => boolean): void {
  if ('failure' in outcome) {
    const { failure, status } = outcome;
    throw failed('call', 'Your receiver could not be called.', {
      failure,
      ...(status && { receiverStatus: status }),
    });
  }
  const { status, bodyStart } = outcome;
  if (!isDelivered(outcome)) {
    throw failed('status', 'Your receiver must answer the challenge with 2xx.', {
      receiverStatus: status,
    });
  }
  if (isAnswer(bodyStart)) return;
  const detail = 'Your receiver must send the text of the challenge back, within 1 KB.';
  throw failed('answer', detail, { receiverStatus: status });
}

interface Failed {
  readonly failure?: CallFailure;
  /** What the receiver answered, which is not the status of this answer. */
  readonly receiverStatus?: number;
}

function failed(step: string, detail: string, extra: Failed): DomainError {
  return new DomainError('endpoint.challenge_failed', detail, { extra: { step, ...extra } });
}

/** Sends an active endpoint its member's newest match, by the same way as any. */
export async function sendTest(id: string, caller: Caller, deps: WebhooksDeps) {
  const { endpoint } = await findEndpoint(id, caller, deps);
  if (endpoint.state !== 'active') throw notActive();
  await spendCall(caller, deps);
  const newest = await newestMatch(caller, deps);
  const now = deps.now();
  const match = newest ?? sampleMatch(endpoint, now);
  const body = bodyOf(endpoint, [match], now, { isTest: true });
  const outcome = await deps.call(signed(endpoint, `test_${match.id}`, body, deps));
  const { status, latencyMs } = outcome;
  return {
    sent: newest ? ('match' as const) : ('sample' as const),
    delivered: isDelivered(outcome),
    ...{ ...(status !== undefined && { status }), latencyMs },
    ...('failure' in outcome && { failure: outcome.failure }),
  };
}

export function notActive(): DomainError {
  return new DomainError('endpoint.not_active', 'Activate the endpoint first.');
}

async function newestMatch({ member, audiences, governance }: Caller, { matches }: WebhooksDeps) {
  const page = { limit: 10, isNewestFirst: true };
  const lists = ['unread', 'read'] as const;
  const found = await Promise.all(lists.map((list) => matches.list(member.id, list, page)));
  const sight = { member: member.id, audiences, hidden: governance.hidden };
  const seen = found.flat().filter((match) => isSeen(match, sight));
  return seen.toSorted((a, b) => b.matchedAt - a.matchedAt)[0];
}

/** Of nobody: a value of a domain that is reserved for examples. */
function sampleMatch({ member }: Endpoint, matchedAt: number): Match {
  const [id, objectId, indicatorId] = ['1', '2', '3'];
  const words = { type: 'DOMAIN', value: 'sample.example', status: 'UNKNOWN', tags: ['sample'] };
  const view = JSON.stringify({ id: objectId, indicatorId, owner: member, ...words });
  return {
    ...{ id, member, watchId: '4', event: 'new', kind: 'descriptor', objectId, indicatorId },
    ...{ owner: member, matchedAt, via: {}, view, isRead: false },
  };
}

function signed(endpoint: Endpoint, id: string, body: string, deps: EndpointDeps) {
  const now = deps.now();
  const secrets = liveKeys(endpoint, now).map(({ sealed }) => deps.openSecret(sealed, endpoint.id));
  return signedRequest(endpoint, { id, body }, secrets, now);
}
