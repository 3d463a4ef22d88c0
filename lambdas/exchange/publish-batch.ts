import { publishDescriptorBody } from '../contracts/descriptors.contract';
import { fieldProblem } from '../contracts/field-problem';
import type { Idempotency } from '../core/idempotency';
import { DomainError, type ErrorCode } from '../core/problem';
import type { Address } from './address';
import { type PublishDeps, type Published, publishDescriptor } from './publish-descriptor';

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

const writesAtOnce = 32;

/**
 * Publishes each item by itself: a result for each, in order. Items on one indicator are written in
 * their order, by a chain, so that the last one stands.
 */
export async function publishBatch(
  items: readonly unknown[],
  owner: string,
  address: Address,
  idempotency: Idempotency | undefined,
  deps: BatchDeps,
): Promise<(Published | Refused)[]> {
  const results: (Published | Refused)[] = [];
  const lanes = lanesOf(items);
  let next = 0;
  const work = async () => {
    for (let lane = lanes[next++]; lane; lane = lanes[next++]) {
      for (const at of lane) {
        const mark = idempotency && { ...idempotency, keyHash: `${idempotency.keyHash}#${at}` };
        results[at] = await publishItem(items[at], owner, address, mark, deps);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(writesAtOnce, lanes.length) }, work));
  return results;
}

/** Positions that share a value share a lane; spellings that differ may still race, and the store settles that. */
function lanesOf(items: readonly unknown[]): number[][] {
  const lanes = new Map<string, number[]>();
  items.forEach((item, at) => {
    const key = laneKey(item);
    const lane = lanes.get(key) ?? [];
    lane.push(at);
    lanes.set(key, lane);
  });
  return [...lanes.values()];
}

function laneKey(item: unknown): string {
  const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : '';
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

async function publishItem(
  item: unknown,
  owner: string,
  address: Address,
  idempotency: Idempotency | undefined,
  deps: BatchDeps,
): Promise<Published | Refused> {
  try {
    const parsed = publishDescriptorBody.safeParse(item);
    if (!parsed.success) throw fieldProblem(parsed.error);
    return await publishDescriptor(parsed.data, owner, address, idempotency, deps);
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
