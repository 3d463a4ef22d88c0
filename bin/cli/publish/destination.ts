import type { ExchangeClient } from '../exchange-client';
import { type Batch, batches, type Item } from './batches';
import type { SharedFields } from './publish-fields';
import type { Report } from './report';
import { type Answered, sender } from './send-batches';
import type { Tally } from './tally';

export interface Publishable {
  readonly line: number;
  readonly value: string;
  readonly tag?: string | undefined;
  readonly description?: string | undefined;
}

/** Where lines with a value go. It gives each of them one outcome. */
export interface Destination {
  put(item: Publishable): Promise<void>;
  end(): Promise<void>;
  /** Why it takes no more. */
  failure(): unknown;
}

export interface DestinationDeps {
  readonly counts: Tally;
  readonly report: Report;
  readonly client: ExchangeClient;
  readonly fields: SharedFields;
  readonly parallel: number;
  readonly runId: string;
  /** Of a share plan, which holds for all lines. */
  readonly planId?: string | undefined;
}

/** Sends nothing: what reads as an indicator would be accepted. */
export function dryRun({ counts }: Pick<DestinationDeps, 'counts'>): Destination {
  return {
    put: async () => counts.count('accepted'),
    end: async () => undefined,
    failure: () => undefined,
  };
}

export function exchangeDestination(deps: DestinationDeps): Destination {
  const { counts, report, fields, ...rest } = deps;
  const queue = batches(deps.planId);
  const outgoing = sender({
    ...rest,
    onAnswer: (item, answer) => settle(item, answer, deps),
    async onUnacknowledged({ line, value }, detail) {
      counts.count('unacknowledged');
      await report.add({ line, outcome: 'unacknowledged', code: 'unacknowledged', detail, value });
    },
  });
  const sendIf = async (batch: Batch | undefined) => {
    if (batch) await outgoing.send(batch);
  };
  return {
    put: ({ line, value, tag, description }) =>
      sendIf(queue.add({ line, value, json: descriptorJson(fields, { value, tag, description }) })),
    async end() {
      await sendIf(queue.end());
      await outgoing.end();
    },
    failure: outgoing.failure,
  };
}

export function descriptorJson(
  fields: SharedFields,
  { value, tag, description }: Omit<Publishable, 'line'>,
): string {
  return JSON.stringify({
    ...fields,
    value,
    ...(tag === undefined ? {} : { tags: [...fields.tags, tag] }),
    ...(description === undefined ? {} : { description }),
  });
}

async function settle(
  { line, value }: Item,
  { status, problem }: Answered,
  { counts, report }: Pick<DestinationDeps, 'counts' | 'report'>,
): Promise<void> {
  if (!problem) {
    counts.count(status === 201 ? 'accepted' : 'duplicate');
    if (status !== 201)
      await report.add({ line, outcome: 'duplicate', code: 'in_exchange', value });
    return;
  }
  counts.count('refused');
  const code = problem.reason ?? problem.code;
  await report.add({ line, outcome: 'refused', code, detail: problem.detail, value });
}
