import type { z } from 'zod';
import type {
  changeEndpointRoute,
  createEndpointRoute,
  rotateEndpointRoute,
} from '../contracts/endpoints.contract';
import { topicsOfFormat } from '../contracts/endpoints.contract';
import type { Caller } from '../core/caller';
import { checkUrl, urlRefusals } from '../core/egress/check-url';
import type { Idempotency } from '../core/idempotency';
import { fingerprintOf, newId, repeatOf } from '../core/new-object';
import { type Endpoint, endpointLimits, liveKeys } from '../core/notify/endpoint';
import { newHealth } from '../core/notify/health';
import { DomainError, notFound } from '../core/problem';
import { nextVersion } from '../core/time';
import { makeSigningKey, verifyingKeyOf } from '../core/webhooks/signing-key';
import type { HealthyEndpoint } from '../store/endpoint-store';
import type { EndpointDeps } from './webhooks-deps';

export interface Changing {
  readonly caller: Caller;
  readonly idempotency: Idempotency | undefined;
}

/** An endpoint, with what its receiver verifies with where a secret was made just now. */
export interface Made {
  readonly found: HealthyEndpoint;
  readonly verifyWith?: string | undefined;
}

const microsPerHour = 3_600_000_000;

type NewEndpoint = z.output<(typeof createEndpointRoute)['body']>;
type Patch = z.output<(typeof changeEndpointRoute)['body']>;

/** An endpoint that is written nowhere yet. */
export interface Draft {
  readonly endpoint: Endpoint;
  readonly secret: string;
}

export function createEndpoint(
  body: NewEndpoint,
  changing: Changing,
  deps: EndpointDeps,
): Promise<Made> {
  return addEndpoint(draftEndpoint(body, changing, deps), changing, deps);
}

export function draftEndpoint(
  body: NewEndpoint,
  { caller, idempotency }: Changing,
  deps: EndpointDeps,
): Draft {
  const { format, payload, watches, topics, verifyToken } = body;
  const id = newId('endpoint', caller, idempotency, deps);
  const signing = body.signing ?? (format === 'standard' ? 'ed25519' : 'hmac');
  const secret = makeSigningKey(signing, deps.random);
  const now = deps.now();
  const endpoint: Endpoint = {
    ...{ id, member: caller.member.id, url: callable(body.url, deps), format, payload, signing },
    ...(watches && { watches }),
    ...(topics && { topics }),
    ...(verifyToken !== undefined && { verifyToken: deps.sealSecret(verifyToken, id) }),
    keys: [{ id, sealed: deps.sealSecret(secret, id), createdAt: now }],
    ...{ state: 'pending', version: now, createdAt: now, ...fingerprintOf(idempotency) },
  };
  return { endpoint, secret };
}

export async function addEndpoint(
  { endpoint, secret }: Draft,
  { idempotency }: Changing,
  { endpoints }: Pick<EndpointDeps, 'endpoints'>,
): Promise<Made> {
  if (await endpoints.add(endpoint)) {
    return { found: { endpoint, health: newHealth }, verifyWith: verifyingKeyOf(secret) };
  }
  const standing = await endpoints.read(endpoint.member, endpoint.id);
  if (!standing) throw tooMany();
  repeatOf(standing.endpoint, idempotency);
  return { found: standing };
}

export async function changeEndpoint(
  id: string,
  body: Patch,
  { caller }: Pick<Changing, 'caller'>,
  deps: EndpointDeps,
): Promise<HealthyEndpoint> {
  const found = await findEndpoint(id, caller, deps);
  const was = found.endpoint;
  if (body.version !== undefined && body.version !== was.version) throw stale(was);
  const endpoint = changed(was, body, deps);
  if (!(await deps.endpoints.replace(endpoint, was.version))) throw stale(was);
  return { ...found, endpoint };
}

/** As it is to be; written nowhere yet. */
export function changed(was: Endpoint, body: Patch, deps: EndpointDeps): Endpoint {
  const { watches = was.watches, topics = was.topics, payload = was.payload, state } = body;
  if (body.topics && was.format === 'standard') {
    throw new DomainError('field.invalid', topicsOfFormat, { pointer: '/topics' });
  }
  const url = body.url === undefined ? was.url : callable(body.url, deps);
  const { watches: _, topics: __, ...rest } = was;
  const now = deps.now();
  return {
    ...{ ...rest, url, payload },
    ...(watches && { watches }),
    ...(topics && { topics }),
    // A new place has to show that it wants to be told.
    ...(url !== was.url && { state: 'pending', reason: undefined, disabledAt: undefined }),
    ...(state && { state, reason: 'owner', disabledAt: now }),
    version: nextVersion(was.version, now),
  };
}

/** A repeat finds its secret made, which is shown to nobody twice. */
export async function rotateSecret(
  id: string,
  { overlapHours }: z.output<(typeof rotateEndpointRoute)['body']>,
  changing: Changing,
  deps: EndpointDeps,
): Promise<Made> {
  const found = await findEndpoint(id, changing.caller, deps);
  const { endpoint } = found;
  const keyId = newId('endpoint', changing.caller, changing.idempotency, deps);
  if (endpoint.keys.some((key) => key.id === keyId)) return { found };
  const now = deps.now();
  const live = liveKeys(endpoint, now);
  if (overlapHours > 0 && live.length >= endpointLimits.liveKeys) throw tooManySecrets();
  const end = now + overlapHours * microsPerHour;
  const ending = live.map((key) => ({ ...key, endsAt: Math.min(key.endsAt ?? end, end) }));
  const secret = makeSigningKey(endpoint.signing, deps.random);
  const made = { id: keyId, sealed: deps.sealSecret(secret, id), createdAt: now };
  const keys = [...(overlapHours > 0 ? ending : []), made];
  const changed = { ...endpoint, keys, version: nextVersion(endpoint.version, now) };
  if (!(await deps.endpoints.replace(changed, endpoint.version))) throw stale(endpoint);
  return { found: { ...found, endpoint: changed }, verifyWith: verifyingKeyOf(secret) };
}

export async function findEndpoint(
  id: string,
  { member }: Caller,
  { endpoints }: Pick<EndpointDeps, 'endpoints'>,
): Promise<HealthyEndpoint> {
  const found = await endpoints.read(member.id, id);
  if (!found) throw notFound();
  return found;
}

/** In its one spelling. */
export function callable(url: string, { rules }: Pick<EndpointDeps, 'rules'>): string {
  const checked = checkUrl(url, rules);
  if ('target' in checked) return checked.target.url;
  throw new DomainError('field.invalid', urlRefusals[checked.refused], {
    ...{ pointer: '/url', extra: { reason: checked.refused } },
  });
}

export function stale({ version }: Endpoint): DomainError {
  return new DomainError(
    'endpoint.version_stale',
    'It was changed since you read it: read it again, and send its version.',
    { extra: { version } },
  );
}

function tooMany(): DomainError {
  const { endpoints } = endpointLimits;
  return new DomainError('endpoint.too_many', `You have ${endpoints} already: remove one first.`);
}

function tooManySecrets(): DomainError {
  return new DomainError(
    'endpoint.too_many',
    `It has ${endpointLimits.liveKeys} live secrets: wait until one ends, or rotate without overlap.`,
    { pointer: '/overlapHours' },
  );
}
