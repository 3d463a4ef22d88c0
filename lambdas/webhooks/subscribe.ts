import type { z } from 'zod';
import type { createEndpointRoute } from '../contracts/endpoints.contract';
import type { Caller } from '../core/caller';
import type { HealthyEndpoint } from '../store/endpoint-store';
import { activated, freshHealth, verify } from './call-endpoint';
import {
  addEndpoint,
  callable,
  changed,
  draftEndpoint,
  type Made,
  stale,
} from './change-endpoints';
import type { EndpointDeps } from './webhooks-deps';

/**
 * An endpoint and its activation in one: nothing is written before its receiver has agreed. It is the one that is told
 * at that URL already, or the only one of its format, or another.
 */
export async function subscribe(
  body: z.output<(typeof createEndpointRoute)['body']>,
  caller: Caller,
  deps: EndpointDeps,
): Promise<Made> {
  const standing = await standingOf(body, caller, deps);
  if (standing) return { found: await change(standing, body, caller, deps) };
  const changing = { caller, idempotency: undefined };
  const { endpoint, secret } = draftEndpoint(body, changing, deps);
  await verify(endpoint, caller, deps);
  return addEndpoint({ endpoint: activated(endpoint), secret }, changing, deps);
}

async function standingOf(
  { url, format }: Pick<z.output<(typeof createEndpointRoute)['body']>, 'url' | 'format'>,
  { member }: Caller,
  deps: EndpointDeps,
): Promise<HealthyEndpoint | undefined> {
  const all = await deps.endpoints.list(member.id);
  const alike = all.filter(({ endpoint }) => endpoint.format === format);
  const told = callable(url, deps);
  const [only, ...more] = alike;
  return (
    alike.find(({ endpoint }) => endpoint.url === told) ?? (more.length > 0 ? undefined : only)
  );
}

async function change(
  { endpoint: was }: HealthyEndpoint,
  { url, payload, topics, verifyToken }: z.output<(typeof createEndpointRoute)['body']>,
  caller: Caller,
  deps: EndpointDeps,
): Promise<HealthyEndpoint> {
  const next = {
    ...changed(was, { url, payload, topics }, deps),
    ...(verifyToken !== undefined && { verifyToken: deps.sealSecret(verifyToken, was.id) }),
  };
  await verify(next, caller, deps);
  const endpoint = activated(next);
  if (!(await deps.endpoints.replace(endpoint, was.version))) throw stale(was);
  return { endpoint, health: await freshHealth(endpoint, deps) };
}
