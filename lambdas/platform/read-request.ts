import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import { type ApiRequest, maxBodyBytes } from '../contracts/endpoint';
import { fieldProblem } from '../contracts/field-problem';
import type { Route } from '../contracts/route';
import type { Caller } from '../core/caller';
import type { Idempotency } from '../core/idempotency';
import { DomainError } from '../core/problem';

const nothing = z.strictObject({});
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The request as the route's schemas read it; the first thing that is wrong is told, with where it is. */
export function readRequest(
  event: APIGatewayProxyEventV2,
  route: Route,
  caller: Caller | undefined,
): ApiRequest<Route> {
  const body = route.body ? readBody(event) : undefined;
  return {
    params: parse(route.params ?? nothing, event.pathParameters ?? {}, ''),
    query: parse(route.query ?? nothing, readQuery(event.rawQueryString), ''),
    body: route.body && parse(route.body, readJson(body), ''),
    caller: caller as ApiRequest<Route>['caller'],
    asked: readQuery(event.rawQueryString),
    ifNoneMatch: event.headers['if-none-match'],
    idempotency: route.isRead ? undefined : readIdempotency(event, route, body, caller),
  };
}

function parse(schema: z.ZodType, value: unknown, base: string): undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw fieldProblem(parsed.error, base);
  // The endpoint's own type says what its schema gives; here it is only passed on.
  return parsed.data as undefined;
}

function readQuery(raw: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(raw)) {
    if (query.has(name)) {
      const pointer = `/${name.slice(0, 64)}`;
      throw new DomainError('field.invalid', 'Give each parameter once.', { pointer });
    }
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

function readBody({ headers, body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  const type = headers['content-type'] ?? '';
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)) {
    throw new DomainError(
      'body.unsupported_type',
      'Send JSON, with Content-Type application/json.',
    );
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) {
    throw new DomainError('body.too_large', `A body is at most ${maxBodyBytes} bytes.`);
  }
  return bytes;
}

function readJson(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new DomainError('body.malformed', 'The body is not JSON in UTF-8.');
  }
}

const idempotencyKey = /^[\x21-\x7e]{1,255}$/;

function readIdempotency(
  { headers, rawPath }: APIGatewayProxyEventV2,
  route: Route,
  body: Buffer | undefined,
  caller: Caller | undefined,
): Idempotency | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!idempotencyKey.test(key)) {
    const detail = 'An Idempotency-Key is 1 to 255 visible ASCII characters.';
    throw new DomainError('field.invalid', detail, { pointer: '/headers/Idempotency-Key' });
  }
  const hash = (...parts: (string | Buffer)[]) => {
    const sum = createHash('sha256');
    for (const part of parts) sum.update(part).update('\0');
    return sum.digest('base64url');
  };
  return {
    keyHash: hash(caller?.member.id ?? '', key),
    fingerprint: hash(route.method, rawPath, body ?? ''),
  };
}
