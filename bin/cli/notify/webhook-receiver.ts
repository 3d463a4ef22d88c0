import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { verifyWebhook } from '../../../lambdas/core/webhooks/signing';

/** A webhook that was signed by one of the keys. */
export interface Webhook {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ReceiverOptions {
  readonly port: number;
  /** What signatures are verified with, as far as it is known yet. */
  readonly keys: () => readonly string[];
  readonly onWebhook: (webhook: Webhook) => void;
  readonly onRefused: (reason: string) => void;
}

export interface Receiver {
  readonly url: string;
  stop(): void;
}

/** A receiver as one would write it: verifies each request, answers the challenge, and prints nothing that is not signed. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const { status, answer } = await receive(request, options);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(answer);
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${portOf(server)}/`, stop };
}

async function receive(
  request: IncomingMessage,
  { keys, onWebhook, onRefused }: ReceiverOptions,
): Promise<{ status: number; answer: string }> {
  const raw = await text(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const verified = verifyWebhook(headers, raw, keys(), Date.now() * 1000);
  if (verified.kind === 'refused') {
    onRefused(verified.reason);
    return { status: 401, answer: '' };
  }
  const body = JSON.parse(raw) as Record<string, unknown>;
  const isChallenge = body['type'] === 'endpoint.challenge';
  if (!isChallenge) onWebhook({ id: verified.id, body });
  return { status: 200, answer: isChallenge ? String(body['challenge']) : '' };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return address.port;
}
