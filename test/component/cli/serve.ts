import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Exchange } from '../../support/exchange';

/** An exchange of one process behind a real port; what is written is indexed at once. */
export async function serve(exchange: Pick<Exchange, 'call' | 'index'>) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const bytes = Buffer.concat(chunks);
    const line = `${request.method} ${request.url}`;
    const answer = await exchange.call(line, { headers, ...(bytes.length ? { bytes } : {}) });
    await exchange.index();
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
