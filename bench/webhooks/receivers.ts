import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyWebhook } from '../../lambdas/core/webhooks/signing';

export interface Arrival {
  readonly objectId: string;
  readonly at: number;
}

interface Body {
  readonly type: string;
  readonly challenge?: string;
  readonly data: { readonly matches: readonly { readonly objectId: string }[] };
}

const patienceMilliseconds = 120_000;

export type Arrivals = Awaited<ReturnType<typeof startReceivers>>;

/** A hundred receivers on one port; each verifies what it gets before it counts. */
export async function startReceivers() {
  const keys: string[] = [];
  const hung = new Set<string>();
  let [made, webhooks] = [0, 0];
  let arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const body = JSON.parse(raw) as Body;
    if (hung.has(request.url ?? '') && !body.challenge) return;
    const headers = request.headers as Record<string, string>;
    const key = keys[Number((request.url ?? '').slice(1))];
    const isVerified =
      key !== undefined &&
      verifyWebhook(headers, raw, [key], Date.now() * 1000).kind === 'verified';
    // The challenge comes before the key is known here.
    response.writeHead(isVerified || body.challenge ? 200 : 401).end(body.challenge ?? '');
    if (!isVerified || body.challenge) return;
    const at = performance.now();
    webhooks += 1;
    for (const { objectId } of body.data.matches) arrivals.push({ objectId, at });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return {
    newUrl: () => `http://127.0.0.1:${address.port}/${made++}`,
    /** Of the URL that was made last. */
    know: (key: string) => void keys.push(key),
    hang: (at: number) => void hung.add(`/${at}`),
    clear() {
      arrivals = [];
      webhooks = 0;
    },
    arrivals: () => arrivals,
    webhooks: () => webhooks,
    async heard(count: number) {
      const end = performance.now() + patienceMilliseconds;
      while (arrivals.length < count) {
        if (performance.now() > end) throw new Error(`${arrivals.length} of ${count} were told`);
        await sleep(20);
      }
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
