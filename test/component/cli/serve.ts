import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Exchange } from '../../support/exchange';

/** An exchange of one process behind a real port; what is written is indexed at once. */
export async function serve(exchange: Pick<Exchange, 'call' | 'index'>) {
  const answering = new Set<Promise<void>>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const headers = { ...Object.fromEntries(sent), 'x-forwarded-proto': 'http' };
    const bytes = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    const reply = await exchange.call(line, { headers, ...(bytes.length ? { bytes } : {}) });
    await exchange.index();
    response.writeHead(reply.status, reply.headers).end(reply.text);
  };
  const server = createServer((request, response) => {
    const one = answer(request, response).finally(() => answering.delete(one));
    answering.add(one);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** What a client that is gone had asked for is done with too, before its engine ends. */
    async stop() {
      server.close();
      await Promise.allSettled(answering);
      server.closeAllConnections();
    },
  };
}
