import { publishDescriptorBody } from '../contracts/descriptors.contract';
import { fieldProblem } from '../contracts/field-problem';
import { DomainError, type ErrorCode } from '../core/problem';
import {
  type Draft,
  draftDescriptor,
  type PublishDeps,
  type Published,
  publishDescriptor,
} from './publish-descriptor';
import type { Writer } from './writer';

export interface BatchDeps extends PublishDeps {
  readonly statusOf: (code: ErrorCode) => number;
  /** Told of what is not the caller's fault; the item is answered 500 or 503 and may be sent again. */
  readonly onFault: (error: unknown) => void;
  readonly isBusy: (error: unknown) => boolean;
}

export interface Refused {
  readonly status: number;
  readonly problem: { readonly code: string; readonly detail: string };
}

type Result = Published | Refused;

interface Drafted {
  readonly at: number;
  readonly draft: Draft;
}

const writesAtOnce = 32;

/**
 * Publishes each item by itself: a result for each, in order. Of several on one indicator the last is
 * written, once, and its result is that of all of them.
 */
export async function publishBatch(
  items: readonly unknown[],
  writer: Writer,
  deps: BatchDeps,
): Promise<Result[]> {
  const results: Result[] = [];
  const writes = new Map<string, Drafted[]>();
  for (const [at, item] of items.entries()) {
    const draft = await outcomeOf(() => draftItem(item, writer, deps), deps);
    if ('problem' in draft) results[at] = draft;
    else
      writes.set(draft.descriptor.id, [...(writes.get(draft.descriptor.id) ?? []), { at, draft }]);
  }
  const queue = [...writes.values()];
  const work = async () => {
    for (let same = queue.shift(); same; same = queue.shift()) {
      const last = same.at(-1)?.draft;
      if (!last) continue;
      const result = await outcomeOf(() => publishDescriptor(last, writer.idempotency, deps), deps);
      for (const { at } of same) results[at] = result;
    }
  };
  await Promise.all(Array.from({ length: writesAtOnce }, work));
  return results;
}

async function draftItem(item: unknown, writer: Writer, deps: BatchDeps): Promise<Draft> {
  const parsed = publishDescriptorBody.safeParse(item);
  if (!parsed.success) throw fieldProblem(parsed.error);
  return draftDescriptor(parsed.data, writer, deps);
}

async function outcomeOf<T>(act: () => Promise<T>, deps: BatchDeps): Promise<T | Refused> {
  try {
    return await act();
  } catch (error) {
    return refusal(error, deps);
  }
}

function refusal(error: unknown, deps: BatchDeps): Refused {
  if (error instanceof DomainError) {
    const { code, message: detail, pointer, extra } = error;
    const problem = { code, detail, ...(pointer === undefined ? {} : { pointer }), ...extra };
    return { status: deps.statusOf(code), problem };
  }
  deps.onFault(error);
  const [status, code] = deps.isBusy(error) ? [503, 'storage.busy'] : [500, 'internal.error'];
  return {
    status: Number(status),
    problem: { code: String(code), detail: 'Send this item again.' },
  };
}
