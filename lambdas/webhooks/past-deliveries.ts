import type { z } from 'zod';
import type { listDeliveriesRoute } from '../contracts/deliveries.contract';
import { matchesPageSize } from '../contracts/matches.contract';
import type { Caller } from '../core/caller';
import type { Delivery } from '../core/notify/delivery';
import { wants } from '../core/notify/endpoint';
import { deliveryRules } from '../core/notify/health';
import { isSeen, type Match } from '../core/notify/match';
import { DomainError, notFound } from '../core/problem';
import { microsOf } from '../core/time';
import { placeOf } from '../store/match-keys';
import { notActive } from './call-endpoint';
import { findEndpoint } from './change-endpoints';
import type { WebhooksDeps } from './webhooks-deps';

type DeliveryFilter = z.output<(typeof listDeliveriesRoute)['query']>;

export async function listDeliveries(
  { since, until, cursor, limit = matchesPageSize, ...filter }: DeliveryFilter,
  { member }: Caller,
  { deliveries }: WebhooksDeps,
) {
  const from = since === undefined ? undefined : placeOf(microsOf(since), '');
  const to = cursor ?? (until === undefined ? undefined : placeOf(microsOf(until), '~'));
  // The cursor is the last of the page before.
  const page = { member: member.id, from, to, limit: limit + 1, ...filter };
  const { deliveries: found, next } = await deliveries.list(page);
  const shown = found.filter(
    (each) => placeOf(each.createdAt, `${each.endpoint}-${each.id}`) !== cursor,
  );
  return { deliveries: shown.map(deliveryView), cursor: next ?? null };
}

export async function findDelivery(
  { id, deliveryId }: { readonly id: string; readonly deliveryId: string },
  { member }: Caller,
  { deliveries }: WebhooksDeps,
): Promise<Delivery> {
  const found = await deliveries.read(member.id, id, deliveryId);
  if (!found) throw notFound();
  return found;
}

/** Under the same id and with the same matches, those of them that may be seen; where none may, it is refused. */
export async function replay(
  named: { readonly id: string; readonly deliveryId: string },
  caller: Caller,
  deps: WebhooksDeps,
): Promise<Delivery> {
  const { endpoint } = await findEndpoint(named.id, caller, deps);
  const was = await findDelivery(named, caller, deps);
  if (endpoint.state !== 'active') throw notActive();
  const found = await deps.matches.readMany(caller.member.id, was.matches);
  if (!found.some((match) => isSeenBy(match, caller))) throw nothingLeft();
  const delivery: Delivery = { ...was, state: 'waiting', tries: 0, nextAt: deps.now() };
  if (was.state !== 'waiting' && !(await deps.deliveries.write({ delivery, was }))) {
    throw new DomainError('storage.busy', 'It is being sent just now; look again.');
  }
  await deps.send({ member: was.member, endpoint: was.endpoint, delivery: was.id });
  return was.state === 'waiting' ? was : delivery;
}

function isSeenBy(match: Match, { member, audiences, governance }: Caller): boolean {
  return isSeen(match, { member: member.id, audiences, hidden: governance.hidden });
}

function nothingLeft(): DomainError {
  return new DomainError('delivery.nothing_left', 'You may see nothing of what is in it any more.');
}

const mostRecovered = 500;
const mostDelivered = 1000;

/** Lets wait again what was found since a time and neither was delivered nor is on its way. */
export async function recover(id: string, since: string, caller: Caller, deps: WebhooksDeps) {
  const { endpoint } = await findEndpoint(id, caller, deps);
  if (endpoint.state !== 'active') throw notActive();
  const from = placeOf(microsOf(since), '');
  const member = caller.member.id;
  const settled = await settledSince(member, id, from, deps);
  const page = { after: from, limit: mostRecovered, isNewestFirst: false };
  const lists = ['unread', 'read'] as const;
  const found = await Promise.all(lists.map((list) => deps.matches.list(member, list, page)));
  const missing = found
    .flat()
    .filter((match) => !settled.matches.has(match.id) && isSeenBy(match, caller))
    .filter((match) => wants(endpoint, match));
  await deps.deliveries.addPending(id, missing);
  await deps.send({ member, endpoint: id });
  const hurried = await Promise.all(settled.waiting.map((each) => hurry(each, deps)));
  const waiting = missing.length + hurried.reduce((sum, { matches }) => sum + matches.length, 0);
  const complete = found.every((list) => list.length < mostRecovered);
  return { waiting, complete };
}

/** What waits for its next attempt does not wait longer. */
async function hurry(was: Delivery, { deliveries, send, now }: WebhooksDeps): Promise<Delivery> {
  const delivery: Delivery = { ...was, nextAt: now() };
  await deliveries.write({ delivery, was });
  await send({ member: was.member, endpoint: was.endpoint, delivery: was.id });
  return was;
}

interface Settled {
  readonly matches: Set<string>;
  readonly waiting: Delivery[];
}

async function settledSince(
  member: string,
  endpoint: string,
  from: string,
  { deliveries, now }: WebhooksDeps,
): Promise<Settled> {
  const settled: Settled = { matches: new Set(), waiting: [] };
  let to: string | undefined;
  for (let read = 0; read < mostDelivered; read += matchesPageSize) {
    const page = await deliveries.list({ member, endpoint, from, to, limit: matchesPageSize });
    const held = page.deliveries.filter(
      ({ state }) => state === 'delivered' || state === 'waiting',
    );
    for (const each of held) {
      for (const match of each.matches) settled.matches.add(match);
      // Not one that is under way just now.
      if ((each.nextAt ?? 0) > now() + deliveryRules.leaseMicros) settled.waiting.push(each);
    }
    to = page.next;
    if (to === undefined) break;
  }
  return settled;
}

export function deliveryView(delivery: Delivery) {
  const { id, endpoint: endpointId, matches, createdAt, state, attempts, nextAt = null } = delivery;
  return { id, endpointId, matches, createdAt, state, nextAt, attempts };
}
