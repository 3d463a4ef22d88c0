import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { listen } from '../lib/local-cloud/listen';

/** What one function did to one table with one operation. */
export interface Usage {
  readonly function: string;
  readonly operation: string;
  readonly table: string;
  calls: number;
  readUnits: number;
  writeUnits: number;
}

export interface Meter {
  readonly url: string;
  /** What was used since the last call. */
  take(): readonly Usage[];
  stop(): Promise<void>;
}

interface Consumed {
  readonly TableName: string;
  readonly CapacityUnits: number;
}

const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** Stands before the engine, asks of every call what it consumed, and adds it up. */
export async function startMeter(engineUrl: () => string): Promise<Meter> {
  const agent = new Agent({ keepAlive: true });
  let usages = new Map<string, Usage>();
  const count = (fn: string, operation: string, consumed: readonly Consumed[]) => {
    consumed.forEach(({ TableName: table, CapacityUnits: units }, at) => {
      const key = `${fn} ${operation} ${table}`;
      const none = { calls: 0, readUnits: 0, writeUnits: 0 };
      const usage = usages.get(key) ?? { function: fn, operation, table, ...none };
      // A call on two tables is still one round trip.
      if (at === 0) usage.calls += 1;
      if (reads.has(operation)) usage.readUnits += units;
      else usage.writeUnits += units;
      usages.set(key, usage);
    });
  };
  const server = createServer(async (incoming, reply) => {
    const [fn, operation] = [incoming.url?.split('/')[1] ?? '', operationOf(incoming)];
    const input = JSON.parse(await text(incoming));
    const body = JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' });
    forward(engineUrl(), agent, incoming, body)
      .then(async (answer) => count(fn, operation, await passOn(answer, reply, input.TableName)))
      .catch(() => reply.destroy());
  });
  const { url, stop } = await listen(server, 0);
  const take = () => {
    const taken = [...usages.values()];
    usages = new Map();
    return taken;
  };
  const end = async () => {
    agent.destroy();
    await stop();
  };
  return { url, take, stop: end };
}

function operationOf({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target']).split('.')[1] ?? '';
}

function forward(
  engineUrl: string,
  agent: Agent,
  { headers, method }: IncomingMessage,
  body: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(engineUrl, { agent, method, headers: { ...headers, ...length } });
    outgoing.on('response', resolve).on('error', reject).end(body);
  });
}

/** What the answer says was consumed; an answer that is an error says nothing, and is still a trip. */
async function passOn(
  answer: IncomingMessage,
  reply: ServerResponse,
  table: string | undefined,
): Promise<readonly Consumed[]> {
  const body = await buffer(answer);
  reply.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
  const { ConsumedCapacity: consumed } = JSON.parse(body.toString());
  if (consumed) return Array.isArray(consumed) ? consumed : [consumed];
  return [{ TableName: table ?? '', CapacityUnits: 0 }];
}
