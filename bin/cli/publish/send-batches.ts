import { createHash } from 'node:crypto';
import { publishBatchRoute } from '../../../lambdas/contracts/descriptors.contract';
import { exitCodes, Failure } from '../command';
import type { ExchangeClient } from '../exchange-client';
import { messageOf } from '../message-of';
import { batchReply, type Refusal } from '../replies';
import { pauseBefore } from '../retry';
import type { Batch, Item } from './batches';

export type Answered = { readonly status: number; readonly problem?: Refusal | undefined };

export interface Sender {
  /** Takes a batch as soon as fewer than `parallel` are under way. */
  send(batch: Batch): Promise<void>;
  /** Waits for all that are under way. */
  end(): Promise<void>;
  /** Why nothing is sent any more. */
  failure(): unknown;
}

export interface SenderDeps {
  readonly client: ExchangeClient;
  readonly parallel: number;
  /** Of this run: the same lines published again tomorrow are another request, not a repeat. */
  readonly runId: string;
  readonly onAnswer: (item: Item, answer: Answered) => Promise<void>;
  readonly onUnacknowledged: (item: Item, why: string) => Promise<void>;
}

/** Sends batches, some at a time. After a failure nothing more is sent; every item is still accounted for. */
export function sender(deps: SenderDeps): Sender {
  const underWay = new Set<Promise<void>>();
  let failure: unknown;

  async function run(batch: Batch): Promise<void> {
    let answered = 0;
    try {
      const results = await answersTo(batch, deps);
      for (const [at, item] of batch.items.entries()) {
        answered = at + 1;
        await settle(item, results[at], deps);
      }
    } catch (error) {
      failure ??= error;
      await leave(batch.items.slice(answered));
    }
  }

  async function leave(items: readonly Item[]): Promise<void> {
    const why = messageOf(failure);
    for (const item of items) await deps.onUnacknowledged(item, why);
  }

  return {
    async send(batch) {
      while (underWay.size >= deps.parallel) await Promise.race(underWay);
      if (failure !== undefined) return leave(batch.items);
      const sent = run(batch).finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    async end() {
      await Promise.all(underWay);
    },
    failure: () => failure,
  };
}

const triesPerBatch = 6;

/** The whole batch goes again under its key while some of it could not be written: what was is only repeated. */
async function answersTo({ items, body }: Batch, { client, runId }: SenderDeps) {
  const idempotencyKey = createHash('sha256').update(runId).update(body).digest('base64url');
  const { path } = publishBatchRoute;
  for (let attempt = 0; ; attempt++) {
    const reply = batchReply;
    const { results } = await client.call({ method: 'POST', path, body, idempotencyKey, reply });
    if (results.length !== items.length) {
      throw new Failure(exitCodes.failed, 'the server did not answer for every item');
    }
    if (!results.some(isPassing) || attempt + 1 === triesPerBatch) return results;
    await client.pause(pauseBefore({ status: 503, retryAfter: null, attempt }, Math.random));
  }
}

/** Not this item's fault: it may be sent again. */
function isPassing({ status, problem }: Answered): boolean {
  return status >= 500 || problem?.code === 'descriptor.version_stale';
}

async function settle(item: Item, answer: Answered | undefined, deps: SenderDeps): Promise<void> {
  if (!answer || isPassing(answer)) {
    return deps.onUnacknowledged(item, answer?.problem?.detail ?? 'no answer');
  }
  await deps.onAnswer(item, answer);
  // The audience is the same for every line: the next million would be refused alike.
  const { code = '', detail = '' } = answer.problem ?? {};
  if (/^(audience|plan)\./.test(code)) throw new Failure(exitCodes.usage, `${code}: ${detail}`);
}
