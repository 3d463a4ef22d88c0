import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { addToDigest, emptyHead } from '../../../lambdas/core/feed';

export interface Seen {
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of every route
  readonly body: any;
}

/** How to answer one request; `reset` cuts the connection. */
export type Answer =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly retryAfter?: string;
    }
  | 'reset';

export interface ExchangeDouble {
  readonly url: string;
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

/** A receiver that answers as it is told: for the faults that a real exchange does not have on demand. */
export async function exchangeDouble(
  answer: (seen: Seen, nth: number) => Answer,
  port = 0,
): Promise<ExchangeDouble> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const one = await read(request);
    seen.push(one);
    reply(response, answer(one, seen.length));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const line = `${request.method} ${request.url}`;
  return { line, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'reset') {
    response.destroy();
    return;
  }
  const { status, body, retryAfter } = answer;
  const headers = {
    ...answer.headers,
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  };
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function problem(status: number, code: string, extra: object = {}): Answer {
  return { status, body: { status, code, detail: `${code} was said`, ...extra } };
}

const published = { id: '11', indicatorId: '12', version: 1 };

/** Accepts every descriptor of a batch. */
export function acceptAll({ body }: Seen): Answer {
  const results = body.descriptors.map(() => ({ status: 201, ...published }));
  return { status: 200, body: { results } };
}

interface Object {
  readonly id: string;
  readonly version: number;
}

/** A feed of these objects, the last version first to none: a page of two at a time. */
export function feedOf(objects: readonly Object[], gone: readonly Object[] = []) {
  const digest = objects.reduce((sum, o) => addToDigest(sum, o.id, o.version), emptyHead.digest);
  const rows = [...objects, ...gone.map((o) => ({ ...o, gone: true }))];
  rows.sort((a, b) => a.version - b.version);
  const position = rows.at(-1)?.version ?? 0;
  const head = { epoch: 0, position, count: objects.length, digest };
  return ({ line }: Seen): Answer => {
    const after = Number(new URL(line.split(' ')[1] ?? '', 'http://x').searchParams.get('after'));
    const left = rows.filter(({ version }) => version > after);
    const changes = left.slice(0, 2).map((o) => ({
      ...{ kind: 'descriptor', ...o },
      ...('gone' in o ? {} : { descriptor: { id: o.id } }),
    }));
    const more = left.length > changes.length;
    const next = more ? (changes.at(-1)?.version ?? after) : Math.max(after, position);
    const asOf = 1_000_000 + next;
    return { status: 200, body: { audience: 'community', head, changes, next, asOf, more } };
  };
}
