import { z } from 'zod';
import { problem } from './fields';
import { accessOf } from './policy-table';
import type { Route } from './route';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes; zod's own JSON Schema is its components. */
export function openApiDocument(routes: readonly Route[]): Json {
  const schemas = new Map<string, Json>();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = { ...path, [route.method.toLowerCase()]: operation(route, schemas) };
  }
  reference(problem, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tocsin',
      version: '1',
      description: 'An open threat exchange that companies host themselves.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        credential: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: '<member id>|<secret>',
        },
        readOnly: { type: 'http', scheme: 'basic' },
      },
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function operation(route: Route, schemas: Map<string, Json>): Json {
  const { operationId, summary, body, takesBasic } = route;
  const access = accessOf(operationId);
  return {
    operationId,
    summary,
    security:
      access === 'public' ? [] : [{ credential: [] }, ...(takesBasic ? [{ readOnly: [] }] : [])],
    parameters: parameters(route, schemas),
    ...(body
      ? { requestBody: { required: true, content: json(reference(body, 'input', schemas)) } }
      : {}),
    responses: responses(route, schemas),
  };
}

function parameters({ params, query, isRead }: Route, schemas: Map<string, Json>): Json[] {
  const key = { name: 'Idempotency-Key', in: 'header', required: false };
  return [
    ...fields(params, 'path', schemas),
    ...fields(query, 'query', schemas),
    ...(isRead ? [] : [{ ...key, schema: { type: 'string', minLength: 1, maxLength: 255 } }]),
  ];
}

function fields(schema: z.ZodType | undefined, place: string, schemas: Map<string, Json>): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field, undefined).success,
    schema: reference(field, 'input', schemas),
  }));
}

function responses(route: Route, schemas: Map<string, Json>): Json {
  const { replies, operationId, media = ['application/json'] } = route;
  const contentOf = (schema: z.ZodType) => {
    const content = { schema: reference(schema, 'output', schemas) };
    return Object.fromEntries(media.map((type) => [type, content]));
  };
  const answered = Object.entries(replies).map(([status, schema]) => [
    status,
    schema ? { description: 'Done', content: contentOf(schema) } : { description: 'Done' },
  ]);
  const fault = reference(problem, 'output', schemas);
  const content = { 'application/problem+json': { schema: fault } };
  const problems =
    accessOf(operationId) === 'public' ? [] : [['default', { description: 'A problem', content }]];
  return Object.fromEntries([...answered, ...problems]);
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** A schema with what it names hoisted into the components. */
function reference(
  schema: z.core.$ZodType,
  io: 'input' | 'output',
  schemas: Map<string, Json>,
): Json {
  const whole = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  const { $schema: _, $defs: defs = {}, ...top } = whole;
  for (const [name, def] of Object.entries(defs as Record<string, Json>)) hoist(name, def, schemas);
  const { id: name } = z.globalRegistry.get(schema) ?? {};
  if (!name) return rewrite(top);
  hoist(name, top, schemas);
  return { $ref: `#/components/schemas/${name}` };
}

function hoist(name: string, schema: Json, schemas: Map<string, Json>): void {
  const { $schema: _, $id: __, id: ___, ...rest } = schema;
  schemas.set(name, rewrite(rest));
}

function rewrite(schema: Json): Json {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Json;
}
