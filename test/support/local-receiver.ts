import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface Told {
  readonly id: string;
  readonly matches: readonly { readonly event: string; readonly objectId: string }[];
}

/** A receiver of one's own on this machine: it believes what the specification's library verifies. */
export async function startLocalReceiver() {
  const told: Told[] = [];
  const reply = { secret: '', status: 200 };
  const receive = (headers: Record<string, string>, raw: string): [number, string?] => {
    const body = verified(reply.secret, headers, raw);
    if (!body) return [401];
    if (body.challenge !== undefined) return [200, body.challenge];
    told.push({ id: headers['webhook-id'] ?? '', matches: body.data.matches });
    return [reply.status];
  };
  const server = createServer(async (request, response) => {
    const [status, answer] = receive(
      request.headers as Record<string, string>,
      await text(request),
    );
    response.writeHead(status).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/`, told, reply, stop: () => server.close() };
}

function verified(secret: string, headers: Record<string, string>, raw: string): Body | undefined {
  try {
    return new Webhook(secret).verify(raw, headers) as Body;
  } catch {
    return undefined;
  }
}

interface Body {
  readonly challenge?: string;
  readonly data: Told;
}
