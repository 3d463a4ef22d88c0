import { longestDelaySeconds } from '../contracts/delivery-message';
import type { CallOutcome } from '../core/egress/call';
import { attemptOf, attemptsKept, codeClass, type Delivery } from '../core/notify/delivery';
import {
  type DisabledReason,
  disabledEvent,
  type Endpoint,
  liveKeys,
} from '../core/notify/endpoint';
import { type Health, leave } from '../core/notify/health';
import { isSeen, type Match } from '../core/notify/match';
import { bodyOf } from '../core/notify/payload';
import { signedRequest } from '../core/notify/signed-request';
import { microsPerSecond } from '../core/time';
import { noteAttempt } from '../core/webhooks/breaker';
import { isDelivered, type NextAttempt, nextAttempt } from '../core/webhooks/retry-schedule';
import type { DeliverDeps } from './deliver-deps';

const rounds = 12;

/** A delivery that was begun. */
export interface Begun {
  readonly endpoint: Endpoint;
  readonly delivery: Delivery;
  readonly health: Health;
  /** More waits than was taken. */
  readonly isMore: boolean;
}

/** Sends what its member may be shown at this moment, and writes down what came of it. */
export async function attempt(begun: Begun, deps: DeliverDeps): Promise<void> {
  const { endpoint, delivery } = begun;
  const matches = await seenNow(delivery, deps);
  if (matches.length === 0) return end(begun, { ...without(delivery), state: 'dropped' }, deps);
  const outcome = await deps.call(requestOf(endpoint, delivery, matches, deps));
  const now = deps.now();
  const { tries, firstAt } = delivery;
  const next = nextAttempt({ outcome, attempt: tries, firstAt, now }, deps.random);
  if (next.kind === 'disable') await disable(endpoint, 'gone', deps);
  await end(begun, after(delivery, outcome, next, now), deps, outcome);
  if (next.kind !== 'retry') return;
  const seconds = Math.ceil((next.at - now) / microsPerSecond);
  const { member, id, endpoint: to } = delivery;
  if (seconds > longestDelaySeconds) return;
  await deps.send({ member, endpoint: to, delivery: id }, seconds);
}

/** Which of its matches its member may be shown: read now, strongly, whatever was true when they were found. */
export async function seenNow(
  { member, matches: ids }: Pick<Delivery, 'member' | 'matches'>,
  deps: Pick<DeliverDeps, 'matches' | 'directory' | 'governance' | 'audiencesOf'>,
): Promise<Match[]> {
  const [found, record, governance] = await Promise.all([
    deps.matches.readMany(member, ids),
    deps.directory.readMember(member),
    deps.governance.read(),
  ]);
  const audiences = deps.audiencesOf(record?.member, governance.policy);
  const sight = { member, audiences, hidden: governance.hidden };
  const byId = new Map(found.map((match) => [match.id, match]));
  return ids.flatMap((id) => {
    const match = byId.get(id);
    return match && isSeen(match, sight) ? [match] : [];
  });
}

function requestOf(
  endpoint: Endpoint,
  { id, createdAt }: Delivery,
  matches: readonly Match[],
  { openSecret, now }: DeliverDeps,
) {
  const body = bodyOf(endpoint, matches, createdAt);
  const at = now();
  const secrets = liveKeys(endpoint, at).map(({ sealed }) => openSecret(sealed, endpoint.id));
  return signedRequest(endpoint, { id, body }, secrets, at);
}

function after(delivery: Delivery, outcome: CallOutcome, next: NextAttempt, now: number): Delivery {
  const made = attemptOf(outcome, now);
  const attempts = [...delivery.attempts, made].slice(-attemptsKept);
  const tried = { ...without(delivery), attempts, code: codeClass(made) };
  if (next.kind === 'retry') return { ...tried, nextAt: next.at };
  return { ...tried, state: next.kind === 'done' ? 'delivered' : 'dead' };
}

function without({ nextAt: _, ...delivery }: Delivery): Delivery {
  return delivery;
}

/** Writes the delivery and leaves the endpoint, in one transaction; then lets in who found no room. */
async function end(
  begun: Begun,
  ended: Delivery,
  deps: DeliverDeps,
  outcome?: CallOutcome,
): Promise<void> {
  const { endpoint, delivery } = begun;
  const { member, id } = endpoint;
  let { health } = begun;
  for (let round = 1; round <= rounds; round++) {
    const noted = note(leave(health, delivery.id), outcome, deps.now());
    if (noted.isFailing) await disable(endpoint, 'failing', deps);
    if (await deps.deliveries.write({ delivery: ended, was: delivery, health: noted.health })) {
      if (health.isWanted || begun.isMore) await deps.send({ member, endpoint: id });
      return;
    }
    const standing = await deps.deliveries.read(member, id, delivery.id);
    // It took so long that somebody else took over, and writes down what it sees.
    if (standing?.version !== delivery.version) return;
    const found = await deps.endpoints.read(member, id);
    if (!found) return;
    health = found.health;
  }
  throw new Error('an endpoint is being written all the time');
}

function note(health: Health, outcome: CallOutcome | undefined, now: number) {
  if (!outcome) return { health, isFailing: false };
  const isDone = isDelivered(outcome);
  const { kind, breaker } = noteAttempt(health.breaker, isDone, now);
  const counted = isDone
    ? { delivered: health.delivered + 1, lastDeliveredAt: now }
    : { failed: health.failed + 1, lastFailedAt: now };
  return { health: { ...health, ...counted, breaker }, isFailing: kind === 'disable' };
}

/** Until its owner activates it again. What is missed meanwhile stays in its matches. */
async function disable(
  { member, id }: Endpoint,
  reason: DisabledReason,
  deps: DeliverDeps,
): Promise<void> {
  const { endpoints, now } = deps;
  for (let round = 1; round <= rounds; round++) {
    const found = await endpoints.read(member, id);
    if (found?.endpoint.state !== 'active') return;
    const { version } = found.endpoint;
    const disabledAt = now();
    const next = Math.max(version + 1, disabledAt);
    const state = 'disabled' as const;
    const disabled = { ...found.endpoint, state, reason, disabledAt, version: next };
    if (await endpoints.replace(disabled, version)) return tellDisabled(disabled, deps);
  }
  throw new Error('an endpoint is being written all the time');
}

/** Whoever dies before this leaves a delivery that is due, and who finds that tells it. */
export async function tellDisabled(
  endpoint: Endpoint,
  { onDisabled }: Pick<DeliverDeps, 'onDisabled'>,
): Promise<void> {
  const event = disabledEvent(endpoint);
  if (event) await onDisabled(event);
}
