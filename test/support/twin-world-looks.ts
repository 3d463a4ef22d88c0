import type { z } from 'zod';
import { accessOf } from '../../lambdas/contracts/policy-table';
import type { Route } from '../../lambdas/contracts/route';
import { routes } from '../../lambdas/contracts/routes';
import type { Call } from './exchange';
import type { Draw } from './hostile';
import { type Aim, aims, type Pool, pick } from './twin-world-pool';
import { type SampleOptions, sampleOf } from './twin-world-samples';

/** One request as it is sent, the same in both worlds. */
export interface Request {
  readonly route: Route;
  readonly aim: Aim;
  readonly line: string;
  readonly call: Pick<Call, 'body' | 'headers'>;
}

/** A cursor goes with the query that it is of: those are followed, never drawn. */
const without = ['cursor'];

const memberRoutes = routes.filter((route) => !['operate', 'public'].includes(scopeOf(route)));
const aimed = ['hidden', 'hidden', 'hidden', 'visible', 'visible', ...aims] as const;

/** A look at random: few of them at what is the operator's or everybody's. */
export function anyLook(pool: Pool, draw: Draw): Request {
  const route = pick(draw() < 0.95 ? memberRoutes : routes, draw);
  const aim = pick(aimed, draw);
  const next = pool.pages.at(-1);
  if (next && draw() < 0.2) return { ...next, aim: 'visible', call: { headers: {} } };
  return lookAt(route, aim, pool, draw);
}

/** A request of a route, made of its own schemas, so that there is no route without looks. */
export function lookAt(
  route: Route,
  aim: Aim,
  pool: Pool,
  draw: Draw,
  rules: Pick<SampleOptions, 'without' | 'sure' | 'texts'> = {},
): Request {
  try {
    const aimed = aimOf(route, aim);
    const path = pathOf(route, { pool, aim: aimed, draw, ...rules });
    const version = path
      .split('/')
      .map((part) => pool.versions.get(part))
      .at(-1);
    const options = { pool, aim: aimed, draw, kind: firstKind(route), version, without, ...rules };
    const sampled = (schema: z.ZodType | undefined) => schema && sampleOf(schema, '', options);
    const query = queryText(sampled(route.query));
    const body = sampled(route.body);
    const key = !route.isRead && draw() < 0.2 ? { 'idempotency-key': 'a-key' } : {};
    const call = { headers: key, ...(body === undefined ? {} : { body }) };
    return { route, aim, line: `${route.method} ${path}${query}`, call };
  } catch (error) {
    throw new Error(`no look at ${route.operationId} can be made: ${String(error)}`);
  }
}

function scopeOf({ operationId }: Route): string {
  return accessOf(operationId);
}

/** Who withdraws looks no more: the observer never names itself there. */
function aimOf({ operationId }: Route, aim: Aim): Aim {
  return operationId === 'withdraw' && aim === 'visible' ? 'absent' : aim;
}

/** What the first part of a path is about: `/v1/groups/{id}` is about groups. */
export function firstKind({ path }: Route): string {
  return path.split('/')[2] ?? '';
}

/** Each id is of what its path says before it: `/v1/groups/{id}/members/{memberId}`. */
function pathOf(route: Route, options: Omit<SampleOptions, 'kind'>): string {
  const parts = route.path.split('/');
  const named = parts.filter((part) => part.startsWith('{'));
  // What is hidden may be within what is not.
  const hasMore = options.pool.knows('visible') && (named.length > 1 || route.body !== undefined);
  const isWithin = hasMore && options.aim === 'hidden' && options.draw() < 0.5;
  const filled = parts.map((part, at) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name) return part;
    const aim = isWithin && part === named[0] ? 'visible' : options.aim;
    const kind = kindBefore(parts[at - 1] ?? '');
    return encodeURIComponent(paramOf(route, name, { ...options, aim, kind }));
  });
  return filled.join('/');
}

/** An invitation is named by the group that it is to. */
function kindBefore(part: string): string {
  return part === 'invitations' ? 'groups' : part;
}

function paramOf({ params }: Route, name: string, options: SampleOptions): string {
  if (!params) throw new Error(`the path names '${name}', the schema does not`);
  const { [name]: value } = sampleOf(params, '', options) as Record<string, unknown>;
  return String(value);
}

function queryText(query: unknown): string {
  const given = Object.entries((query ?? {}) as Record<string, unknown>).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
