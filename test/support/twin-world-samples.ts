import { z } from 'zod';
import { publishDescriptorBody } from '../../lambdas/contracts/descriptors.contract';
import type { Draw } from './hostile';
import { type Aim, kindOf, type Pool, pick } from './twin-world-pool';

/** What is said of in every world: several of them meet in one indicator, host or network. */
export const values = [
  'a.example',
  'b.example',
  '192.0.2.1',
  'https://a.example/x',
  'd'.repeat(32),
];

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

export interface SampleOptions {
  readonly pool: Pool;
  readonly aim: Aim;
  readonly draw: Draw;
  /** What an `id` is of. */
  readonly kind: string;
  /** Of the object that the path names, as far as one is known. */
  readonly version?: number | undefined;
  /** Fields that are never given, though they may be. */
  readonly without?: readonly string[];
  /** Fields that are always given. */
  readonly sure?: readonly string[];
  /** Fields of which the text is drawn from these. */
  readonly texts?: Readonly<Record<string, readonly string[]>>;
}

/** Texts that one field or another takes; which of them, its schema says. */
const anyText = [
  'domains,ips',
  ...['some words', 'CH', 'security', '1.0', 'mail@apply.com', 'apply.com', '0', '2', '17'],
  ...[
    '192.0.2.0/24',
    'https://a.example/list',
    '2026-11-22T12:00:00Z',
    '2026-11-22',
    'x'.repeat(43),
  ],
  ...['f'.repeat(64), '12345678|nobody', 'some-list', 'AbCdEf0123456789AbCdEf'],
  // Where a page of applications ended.
  '1795000000000000-17',
];

const textsOf: Readonly<Record<string, readonly string[]>> = {
  name: ['some-list', 'another'],
  saved: ['some-list'],
  value: values,
  values,
  tags: ['tag0', 'all'],
  // What organisations apply for is registered.
  domain: ['apply.com'],
  contact: ['mail@apply.com'],
  expiresAt: ['2026-11-22T10:03:00Z', '2027-01-01T00:00:00Z'],
  // What a watch is for.
  exact: values,
  below: ['a.example', 'b.example'],
  inside: ['192.0.2.0/24', '192.0.2.1'],
  contains: ['192.0.2.1'],
  // Where webhooks go.
  url: ['https://hook.example.com/tocsin'],
  // What a search asks.
  q: ['a.example', 'tag0', '192.0.2.0/24', 'https://a.ex', '192.0.2.1', 'word', 'whisper'],
  type: ['DOMAIN', 'DOMAIN,IP_ADDRESS'],
  tag: ['all', 'tag0', 'tag1,all'],
  status: ['MALICIOUS', 'NON_MALICIOUS,SUSPICIOUS'],
  severity: ['UNKNOWN'],
  tlp: ['AMBER', 'RED,AMBER'],
  review: ['UNKNOWN'],
  reaction: ['HELPFUL,NON_MALICIOUS'],
  facets: ['type', 'tag,status,owner'],
  kinds: ['descriptor', 'domains,ips'],
  confidenceMin: ['0'],
  confidenceMax: ['100'],
};

/** Text of a search that is a list of ids. */
const idLists: Readonly<Record<string, string>> = { owner: 'members', group: 'groups' };

/** A value that a schema takes, with ids of the pool; always the same for the same draw. */
export function sampleOf(schema: z.ZodType, name: string, options: SampleOptions): unknown {
  const json = jsonSchemaOf(schema);
  return sample(json, name, { ...options, defs: json.$defs ?? {} });
}

const jsonSchemas = new Map<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  jsonSchemas.set(schema, made);
  return made;
}

interface Sampling extends SampleOptions {
  readonly defs: Readonly<Record<string, JsonSchema>>;
  readonly isAddress?: boolean;
}

function sample(schema: JsonSchema, name: string, options: Sampling): unknown {
  const { draw, pool, aim, kind } = options;
  if (schema.$ref) return sampleNamed(schema.$ref.split('/').at(-1) ?? '', name, options);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(schema.enum, draw);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sample(pick(choices, draw), name, options);
  if (schema.allOf?.[0]) return sample(schema.allOf[0], name, options);
  if (schema.type === 'object') return sampleObject(schema, options);
  if (schema.type === 'array') return sampleList(schema, name, options);
  if (schema.type === 'string') return sampleText(schema, name, options);
  if (schema.type === 'integer' || schema.type === 'number')
    return sampleNumber(schema, name, options);
  if (schema.type === 'boolean') return draw() < 0.5;
  if (schema.type === 'null') return null;
  if (name === 'descriptors' || name === 'drafts') {
    return sampleOf(publishDescriptorBody, name, { pool, aim, kind, draw });
  }
  return {};
}

function sampleNamed(definition: string, name: string, options: Sampling): unknown {
  const { pool, aim, draw, kind, defs, isAddress } = options;
  if (definition === 'Micros') return sampleNumber({}, name, options);
  if (definition === 'Id') return pool.draw(kindOf(name, kind), aim, draw, isAddress);
  if (definition === 'AudienceName') return audienceName(options);
  const schema = defs[definition];
  if (!schema) throw new Error(`nothing is known of ${definition}`);
  return sample(
    schema,
    name,
    definition === 'Audience' ? { ...options, isAddress: true } : options,
  );
}

function audienceName({ pool, aim, draw }: Sampling): string {
  if (aim === 'visible' && draw() < 0.4) return 'community';
  const kind = pick(['groups', 'members'] as const, draw);
  return `${kind.slice(0, -1)}:${pool.draw(kind, aim, draw)}`;
}

/** A type that is named seldom goes with the value, and of a watch's condition one of these at most. */
const seldom: Readonly<Record<string, number>> = {
  ...{ type: 0.05, mine: 0.1, exact: 0.15, below: 0.15, inside: 0.15, contains: 0.1 },
};

function sampleObject({ properties = {}, required = [] }: JsonSchema, options: Sampling) {
  const { draw, sure = [], without = [] } = options;
  const given = Object.entries(properties).filter(
    ([name]) =>
      [...required, ...sure].includes(name) ||
      (!without.includes(name) && draw() < (seldom[name] ?? 0.4)),
  );
  return Object.fromEntries(given.map(([name, schema]) => [name, sample(schema, name, options)]));
}

function sampleList(
  { items = {}, minItems = 0, maxItems = 2 }: JsonSchema,
  name: string,
  options: Sampling,
) {
  const most = Math.max(minItems, Math.min(maxItems, 2));
  const length = minItems + Math.floor(options.draw() * (most - minItems + 1));
  return Array.from({ length }, () => sample(items, name, options));
}

function sampleText(schema: JsonSchema, name: string, options: Sampling): string {
  const { draw, texts = {} } = options;
  const listed = idLists[name];
  if (listed) return options.pool.draw(listed, options.aim, draw);
  if (name === 'audience') return audienceName(options);
  const { pattern, format, minLength = 0, maxLength = 10_000 } = schema;
  const mine = texts[name] ?? textsOf[name];
  if (mine && draw() < 0.95) return pick(mine, draw);
  const fitting = anyText.filter(
    (text) =>
      text.length >= minLength &&
      text.length <= maxLength &&
      (!pattern || new RegExp(pattern, 'u').test(text)) &&
      (format !== 'email' || text.includes('@')) &&
      (format !== 'uri' || text.startsWith('https:')),
  );
  if (fitting.length === 0) throw new Error(`no text is known that '${name}' takes: add one`);
  return pick(fitting, draw);
}

function sampleNumber(schema: JsonSchema, name: string, options: Sampling): number {
  const { minimum = 0, maximum = 1e15 } = schema;
  const { pool, draw, version } = options;
  if (name === 'version' && version !== undefined && draw() < 0.8) return version;
  const known = [...pool.numbers].filter((n) => n >= minimum && n <= maximum);
  const near = [minimum, Math.min(minimum + 2, maximum)];
  return pick(known.length > 0 && draw() < 0.7 ? known : near, draw);
}
