import * as sdk from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Pool } from 'undici';

/** Where values stand in an input or an output: `{}` and `[]` hold nothing else, `*` is each member. */
type KeyNodes = { readonly [key: string]: KeyNodes } | readonly [] | null | undefined;

interface Command {
  readonly input: object;
  readonly inputKeyNodes: KeyNodes;
  readonly outputKeyNodes: KeyNodes;
  /** Its third is the operation's name. */
  readonly clientCommand: { readonly schema: readonly unknown[] };
}

interface Args {
  readonly input: object;
  readonly command: Command;
}
type Handler = (args: Args) => Promise<{ readonly output: unknown }>;
type Step = (next: Handler) => Handler;

/** Connections to one engine, for as many clients as there are worlds on it. */
export function bareConnections(url: string): Pool {
  return new Pool(url, { connections: 16 });
}

/**
 * A document client without the SDK's middleware, which costs more CPU than all that the exchange does with an
 * answer: the same commands on the same engine. It signs nothing, and nothing is tried twice.
 */
export function bareClient(pool: Pool): DynamoDBDocumentClient {
  const ask: Handler = async ({ input, command }) => ({
    output: await asked(command, input, pool),
  });
  const steps = new Map<string, Step>();
  let handler = ask;
  const middlewareStack = {
    add(step: Step, { name = `step ${steps.size}` }: { readonly name?: string } = {}) {
      steps.set(name, step);
      handler = [...steps.values()].reduce<Handler>((next, each) => each(next), ask);
    },
  };
  const send = async (command: Command) =>
    (await handler({ input: command.input, command })).output;
  const client = DynamoDBDocumentClient.from(new sdk.DynamoDBClient({ region: 'local' }));
  return Object.assign(client, { middlewareStack, send }) as unknown as DynamoDBDocumentClient;
}

const credentials =
  'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

async function asked(command: Command, input: object, pool: Pool): Promise<unknown> {
  const operation = String(command.clientCommand.schema[2]);
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: credentials,
    },
    body: JSON.stringify(mapped(input, command.inputKeyNodes, toWire), bytesToText),
  });
  const text = await body.text();
  const answer: unknown = text.includes('"B":') ? JSON.parse(text, textToBytes) : JSON.parse(text);
  if (statusCode !== 200) throw refusal(answer as Refusal);
  return mapped(answer, command.outputKeyNodes, fromWire);
}

interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

/** As the SDK would throw it: the stores tell refusals by their class. */
function refusal(told: Refusal): Error {
  const name = String(told.__type).split('#').at(-1) ?? '';
  const known = (sdk as unknown as Record<string, (new (options: object) => Error) | undefined>)[
    name
  ];
  const message = told.message ?? told.Message ?? name;
  return known ? new known({ ...told, message, $metadata: {} }) : new Error(`${name}: ${message}`);
}

/** The same with each value that the nodes name put in its other form. */
function mapped(whole: unknown, nodes: KeyNodes, put: (value: unknown) => unknown): unknown {
  if (whole === undefined) return undefined;
  if (nodes === null || nodes === undefined) return put(whole);
  if (Array.isArray(nodes)) return eachOf(whole, put);
  const [first, ...others] = Object.entries(nodes as Record<string, KeyNodes>);
  if (!first) return eachOf(whole, put);
  if (first[0] === '*') return eachOf(whole, (one) => mapped(one, first[1], put));
  const result = { ...(whole as Record<string, unknown>) };
  for (const [name, inner] of [first, ...others]) {
    if (result[name] !== undefined) result[name] = mapped(result[name], inner, put);
  }
  return result;
}

function eachOf(whole: unknown, put: (value: unknown) => unknown): unknown {
  if (Array.isArray(whole)) return whole.map(put);
  return Object.fromEntries(
    Object.entries(whole as Record<string, unknown>)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, put(value)]),
  );
}

const marshallOptions = { removeUndefinedValues: true, convertTopLevelContainer: true };
const unmarshallOptions = { convertWithoutMapWrapper: true };

function toWire(value: unknown): unknown {
  return marshall(value as Record<string, unknown>, marshallOptions);
}

function fromWire(value: unknown): unknown {
  return unmarshall(value as Parameters<typeof unmarshall>[0], unmarshallOptions);
}

/** Before a buffer says of itself that it is a list of numbers. */
function bytesToText(this: Record<string, unknown>, name: string, part: unknown): unknown {
  const whole = this[name];
  return whole instanceof Uint8Array ? Buffer.from(whole).toString('base64') : part;
}

function textToBytes(name: string, part: unknown): unknown {
  return name === 'B' && typeof part === 'string' ? Buffer.from(part, 'base64') : part;
}
