import { batchSize } from '../../../lambdas/contracts/descriptors.contract';

/** One line on its way: its number, its value for the report, and its descriptor as JSON. */
export interface Item {
  readonly line: number;
  readonly value: string;
  readonly json: string;
}

export interface Batch {
  readonly items: readonly Item[];
  readonly body: string;
}

/** Below the 4 MB that a body may have. */
const bodyBytes = 3_500_000;

export interface Batches {
  /** A batch, when this item would not fit into it or fills it. */
  add(item: Item): Batch | undefined;
  /** The rest. */
  end(): Batch | undefined;
}

/** `planId` is sent with each of them. */
export function batches(planId?: string): Batches {
  const head = planId === undefined ? '' : `"planId":${JSON.stringify(planId)},`;
  let items: Item[] = [];
  let bytes = 0;

  function cut(): Batch | undefined {
    if (items.length === 0) return undefined;
    const batch = {
      items,
      body: `{${head}"descriptors":[${items.map(({ json }) => json).join(',')}]}`,
    };
    [items, bytes] = [[], 0];
    return batch;
  }

  return {
    add(item) {
      const size = Buffer.byteLength(item.json) + 1;
      const full = items.length === batchSize || bytes + size > bodyBytes ? cut() : undefined;
      items.push(item);
      bytes += size;
      return full;
    },
    end: cut,
  };
}
