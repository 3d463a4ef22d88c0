import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Draw, Fault } from './hostile';

type Keyed = Readonly<Record<string, Parameters<typeof unmarshall>[0]>>;

/** Batches are done in part: what is given back as unprocessed was really left undone. */
export function leavingUndone(share: number, draw: Draw): Fault {
  return async ({ command, body }, pass) => {
    if (command === 'BatchGetItemCommand') {
      const [[table = '', { Keys, ...how }]] = only<{ readonly Keys: Keyed[] }>(body.RequestItems);
      const [done, left] = split(Keys, share, draw);
      const request = { RequestItems: { [table]: { ...how, Keys: done } } };
      const output = done.length > 0 ? await pass({ ...body, ...request }) : nothing(table);
      const Keys_ = left.map((key) => unmarshall(key as never));
      return left.length > 0
        ? { ...output, UnprocessedKeys: { [table]: { ...how, Keys: Keys_ } } }
        : output;
    }
    if (command === 'BatchWriteItemCommand') {
      const [[table = '', writes]] = only<readonly PutRequest[]>(body.RequestItems);
      const [done, left] = split(writes, share, draw);
      const request = { RequestItems: { [table]: done } };
      const output = done.length > 0 ? await pass({ ...body, ...request }) : nothing(table);
      return left.length > 0
        ? { ...output, UnprocessedItems: { [table]: left.map(plainPut) } }
        : output;
    }
    return pass();
  };
}

interface PutRequest {
  readonly PutRequest: { readonly Item: Parameters<typeof unmarshall>[0] };
}

function plainPut({ PutRequest: { Item } }: PutRequest) {
  return { PutRequest: { Item: unmarshall(Item) } };
}

function nothing(table: string) {
  return { $metadata: {}, Responses: { [table]: [] } };
}

/** Every batch of ours is of one table. */
function only<T>(items: Readonly<Record<string, T>>): [[string, T]] {
  const entries = Object.entries(items);
  if (entries.length !== 1 || !entries[0]) throw new Error('a batch over several tables');
  return [entries[0]];
}

/** From none to all of a batch is left. */
function split<T>(list: readonly T[], share: number, draw: Draw): [T[], T[]] {
  const left = new Set(list.filter(() => draw() < share));
  return [list.filter((one) => !left.has(one)), [...left]];
}
