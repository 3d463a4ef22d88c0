import { once } from 'node:events';
import type { Server } from 'node:http';

export async function listen(
  server: Server,
  port: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Error(`cannot listen on port ${port} of 127.0.0.1: is it in use?`, { cause });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const patience = setTimeout(() => server.closeAllConnections(), 2000);
    await closed;
    clearTimeout(patience);
  };
  return { url: `http://127.0.0.1:${address.port}`, stop };
}
