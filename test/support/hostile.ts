import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One attempt of one call, as it goes over the wire: keys and items are attribute values. */
export interface Attempt {
  /** `PutItemCommand`, `TransactWriteItemsCommand`, … */
  readonly command: string;
  // biome-ignore lint/suspicious/noExplicitAny: faults look into the requests of every operation
  readonly body: any;
}

// biome-ignore lint/suspicious/noExplicitAny: and into the answers; items in them are plain objects
export type Output = any;

/** Sends the attempt on, with another body if the fault gives one. */
export type Pass = (body?: object) => Promise<Output>;

/** What can go wrong with an attempt: before `pass`, after it, or instead of it. */
export type Fault = (attempt: Attempt, pass: Pass) => Promise<Output>;

/** Numbers in [0, 1), always the same ones for a seed. */
export type Draw = () => number;

interface WireRequest {
  body: string | Uint8Array;
  readonly headers: Record<string, string>;
}

/**
 * Puts faults between a real client's retries and its wire, so that the SDK reacts to them as it would in
 * the cloud, with its own count of attempts and budget of retries; only its pauses are left out.
 */
export async function besiege(
  client: DynamoDBDocumentClient,
  ...faults: readonly Fault[]
): Promise<DynamoDBDocumentClient> {
  await hurryRetries(client);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const request = args.request as WireRequest;
      const { body: sent, headers } = request;
      let response: unknown;
      const write = (bytes: string | Uint8Array) => {
        request.body = bytes;
        headers['content-length'] = String(Buffer.byteLength(bytes));
      };
      const wire: Pass = async (body) => {
        if (body) write(JSON.stringify(body));
        const result = await next(args).finally(() => write(sent));
        response = result.response;
        return result.output;
      };
      const attempt = { command: String(context['commandName']), body: JSON.parse(textOf(sent)) };
      const output = await faults.reduceRight<Pass>(
        (pass, fault) => (body) =>
          fault(body ? { ...attempt, body } : attempt, (next) => pass(next ?? body)),
        wire,
      )();
      return { output, response };
    },
    // The retries have a high priority in this step, so that they come first.
    { step: 'finalizeRequest', priority: 'low', name: 'hostile', override: true },
  );
  return client;
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

interface Backoff {
  retryBackoffStrategy: { setDelayBase(): void; computeNextBackoffDelay(): number };
}

async function hurryRetries(client: DynamoDBDocumentClient): Promise<void> {
  const strategy = (await client.config.retryStrategy()) as unknown as Backoff;
  strategy.retryBackoffStrategy = {
    setDelayBase: () => undefined,
    computeNextBackoffDelay: () => 0,
  };
}

export function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
