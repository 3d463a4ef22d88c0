import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strictRules } from '../../lambdas/core/egress/check-url';
import { guardedCaller } from '../../lambdas/platform/guarded-call';

/** A request as it came over the wire. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Reply {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What ThreatExchange's receivers say to a verification, and to all else. */
export const echoing = ({ query }: Heard): Reply => ({
  ...{ status: 200, text: query['hub.challenge'] ?? 'ok' },
});

/** A member's receiver behind a real port, and the real way out, which leads to this machine alone. */
export async function startHttpReceiver() {
  const heard: Heard[] = [];
  let answer: (heard: Heard) => Reply = echoing;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://receiver');
    const { method = '', headers } = request;
    const one = { method, path: pathname, query: Object.fromEntries(searchParams), headers };
    const got = { ...one, text: Buffer.concat(chunks).toString('utf8') };
    heard.push(got);
    const { status, text = '', headers: more = {} } = answer(got);
    response.writeHead(status, { connection: 'close', ...more }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    heard,
    told: () => heard.filter(({ method }) => method === 'POST'),
    /** What it was told last. */
    last(): Heard {
      const found = heard.findLast(({ method }) => method === 'POST');
      if (!found) throw new Error('nothing was told');
      return found;
    },
    answer: (next: (heard: Heard) => Reply) => {
      answer = next;
    },
    call: guardedCaller({
      rules: { ...strictRules, allowsLoopback: true },
      resolve: async () => ({ status: 'absent' }),
    }),
    stop: () => {
      server.close();
    },
  };
}

export type HttpReceiver = Awaited<ReturnType<typeof startHttpReceiver>>;
