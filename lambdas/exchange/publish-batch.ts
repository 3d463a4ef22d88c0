import { publishDescriptorBody } from '../contracts/descriptors.contract';
import { fieldProblem } from '../contracts/field-problem';
import { inTurns } from '../core/in-turns';
import { outcomeOf, type RefusalDeps, type Refused } from './outcome';
import {
  type Draft,
  draftDescriptor,
  type PublishDeps,
  type Published,
  publishDescriptor,
} from './publish-descriptor';
import type { Writer } from './writer';

export type BatchDeps = PublishDeps & RefusalDeps;

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
  await inTurns([...writes.values()], writesAtOnce, async (same) => {
    const last = same.at(-1)?.draft;
    if (!last) return;
    const result = await outcomeOf(() => publishDescriptor(last, writer, deps), deps);
    for (const { at } of same) results[at] = result;
  });
  return results;
}

async function draftItem(item: unknown, writer: Writer, deps: BatchDeps): Promise<Draft> {
  const parsed = publishDescriptorBody.safeParse(item);
  if (!parsed.success) throw fieldProblem(parsed.error);
  return draftDescriptor(parsed.data, writer, deps);
}
