import type { DeliveryMessage } from '../contracts/delivery-message';
import { type Delivery, matchesPerDelivery, webhookId } from '../core/notify/delivery';
import { admit, deliveryRules } from '../core/notify/health';
import { microsPerSecond } from '../core/time';
import type { DeliveryStep, Pending } from '../store/delivery-store';
import type { HealthyEndpoint } from '../store/endpoint-store';
import { attempt, tellDisabled } from './attempt';
import type { DeliverDeps } from './deliver-deps';

const rounds = 12;
/** A message that was delayed may come a little early. */
const earlyMicros = microsPerSecond;

/**
 * What the queue's message asks for: sends what waits for an endpoint, or tries a delivery again. What is sent is fixed in
 * storage before, with a time at which somebody else takes over; so a death at any step loses nothing.
 */
export async function deliver(message: DeliveryMessage, deps: DeliverDeps): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    const step = message.delivery
      ? await retry(message, message.delivery, deps)
      : await compose(message, deps, round);
    if (step !== 'lost') return;
  }
  throw new Error('an endpoint is being written all the time');
}

type Outcome = 'done' | 'lost';

/** One message of what waits, the oldest first. Whether it was one before is asked only when it could not begin as new. */
async function compose(
  message: DeliveryMessage,
  deps: DeliverDeps,
  round: number,
): Promise<Outcome> {
  const { member, endpoint: id } = message;
  const [found, pending] = await Promise.all([
    deps.endpoints.read(member, id),
    deps.deliveries.readPending(id),
  ]);
  if (found?.endpoint.state !== 'active' || pending.length === 0) return 'done';
  const now = deps.now();
  const matches = pending.map(({ matchId }) => matchId);
  const draft: Delivery = {
    ...{ id: webhookId(matches), member, endpoint: id, matches, createdAt: now },
    ...{ state: 'waiting', attempts: [], tries: 0, firstAt: now, version: 0 },
  };
  const was = round === 1 ? undefined : await repeated(draft, deps);
  return begin({ delivery: was ?? draft, was, composed: pending }, found, deps);
}

/** The same matches were in a delivery before, if they wait again: it keeps its id and its past. */
async function repeated(draft: Delivery, { deliveries }: DeliverDeps) {
  const was = await deliveries.read(draft.member, draft.endpoint, draft.id);
  return was && { ...was, tries: 0 };
}

async function retry(message: DeliveryMessage, id: string, deps: DeliverDeps): Promise<Outcome> {
  const { member, endpoint } = message;
  const [found, was] = await Promise.all([
    deps.endpoints.read(member, endpoint),
    deps.deliveries.read(member, endpoint, id),
  ]);
  if (was?.state !== 'waiting' || was.nextAt === undefined) return 'done';
  if (was.nextAt > deps.now() + earlyMicros) return 'done';
  if (found?.endpoint.state === 'active') return begin({ delivery: was, was }, found, deps);
  if (found) await tellDisabled(found.endpoint, deps);
  const { nextAt: _, ...ended } = was;
  const state = found ? 'dead' : 'dropped';
  return outcome(await deps.deliveries.write({ delivery: { ...ended, state }, was }));
}

/** Takes a place among what is under way to the endpoint, and makes the attempt. */
async function begin(
  step: DeliveryStep & { readonly composed?: readonly Pending[] },
  { endpoint, health }: HealthyEndpoint,
  deps: DeliverDeps,
): Promise<Outcome> {
  const now = deps.now();
  const { delivery, was, composed } = step;
  const admission = admit(health, delivery.id, now);
  if (admission.kind === 'wait') return putOff(step, admission.until, deps);
  if (admission.kind === 'full') {
    // A retry stands in storage as due, and comes again by itself.
    if (!composed || health.isWanted) return 'done';
    return outcome(
      await deps.endpoints.writeHealth(endpoint.member, endpoint.id, admission.health),
    );
  }
  const begun: Delivery = {
    ...{ ...delivery, state: 'waiting', tries: delivery.tries + 1 },
    firstAt: delivery.tries === 0 ? now : delivery.firstAt,
    nextAt: now + deliveryRules.leaseMicros,
  };
  const taken = { delivery: begun, was, health: admission.health, composed };
  if (!(await deps.deliveries.write(taken))) return 'lost';
  const standing = { ...begun, version: (was?.version ?? 0) + 1 };
  const healthNow = { ...admission.health, version: admission.health.version + 1 };
  const isMore = composed?.length === matchesPerDelivery;
  await attempt({ endpoint, delivery: standing, health: healthNow, isMore }, deps);
  return 'done';
}

/** Nothing is sent before that time: neither what is tried again nor what waits. */
async function putOff(
  { delivery, was, composed }: DeliveryStep,
  until: number,
  { deliveries }: DeliverDeps,
): Promise<Outcome> {
  if (was && !composed)
    return outcome(await deliveries.write({ delivery: { ...was, nextAt: until }, was }));
  const { member, endpoint } = delivery;
  await deliveries.putDue(until, { member, endpoint });
  return 'done';
}

function outcome(isWritten: boolean): Outcome {
  return isWritten ? 'done' : 'lost';
}
