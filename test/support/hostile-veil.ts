import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Attempt, Fault, Output } from './hostile';
import { cancelled, conflict, isTransaction, nextTurn } from './hostile-faults';

type Item = Readonly<Record<string, unknown>>;

/** The parts of a transaction that may be late. */
export const lateKinds = ['entry', 'row', 'card'] as const;
export type LateKind = (typeof lateKinds)[number];

/** What of the next transaction is late; `pause` is waited for before each item of it comes through. */
export type Lateness = () => {
  readonly kinds: readonly LateKind[];
  readonly pause: () => Promise<void>;
};

interface Place {
  readonly table: string;
  readonly key: Item;
}

/**
 * What DynamoDB may do to those who read while a transaction is being applied: its items become visible one by
 * one, here the head first. Whoever writes to one that is not yet through is told of a conflict. When the
 * transaction returns to its writer all of it is visible. One fault, for all clients of a world.
 */
export function halfVisible(truth: DynamoDBDocumentClient, lateness: Lateness): Fault {
  /** Places that a transaction in flight holds. */
  const locked = new Set<string>();
  /** What readers are shown instead of what is there; undefined is nothing. */
  const veiled = new Map<string, Item | undefined>();

  async function transact(attempt: Attempt, pass: () => Promise<Output>): Promise<Output> {
    const places = placesOf(attempt);
    if (places.some((place) => locked.has(nameOf(place)))) {
      throw cancelled(attempt, 'TransactionConflict');
    }
    const names = places.map(nameOf);
    for (const name of names) locked.add(name);
    try {
      const isCommit = places.some((place) => kindOf(place) === 'head');
      const { kinds, pause } = isCommit ? lateness() : { kinds: [], pause: nextTurn };
      const late = places.filter((place) => kinds.some((kind) => kind === kindOf(place)));
      await Promise.all(late.map(async (place) => veiled.set(nameOf(place), await now(place))));
      const output = await pass();
      // The head is through: others see it, and may write to it.
      for (const name of names) if (!veiled.has(name)) locked.delete(name);
      for (const place of late) {
        await pause();
        veiled.delete(nameOf(place));
        locked.delete(nameOf(place));
      }
      return output;
    } finally {
      for (const name of names) {
        veiled.delete(name);
        locked.delete(name);
      }
    }
  }

  async function now({ table, key }: Place): Promise<Item | undefined> {
    const get = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await truth.send(get)).Item;
  }

  /** An item as it is shown; none where the veil hides a new one. */
  function shown(table: string, item: Item): Item[] {
    const name = nameOf({ table, key: item });
    return veiled.has(name) ? [veiled.get(name) ?? []].flat() : [item];
  }

  return async (attempt, pass) => {
    const { command, body } = attempt;
    if (isTransaction(attempt)) return transact(attempt, () => pass());
    if (/^(Put|Update|Delete)Item/.test(command)) {
      const key = unmarshall(body.Key ?? body.Item);
      if (locked.has(nameOf({ table: body.TableName, key }))) throw conflict();
    }
    const output = await pass();
    if (body.Select === 'COUNT') throw new Error('the veil sees nothing of a count');
    if (command === 'GetItemCommand' && output.Item) {
      return { ...output, Item: shown(body.TableName, output.Item)[0] };
    }
    if (command === 'QueryCommand') {
      const Items = output.Items.flatMap((item: Item) => shown(body.TableName, item));
      return { ...output, Items };
    }
    if (command === 'BatchGetItemCommand') {
      const tables = Object.entries<Item[]>(output.Responses);
      const seen = tables.map(([t, items]) => [t, items.flatMap((item) => shown(t, item))]);
      return { ...output, Responses: Object.fromEntries(seen) };
    }
    return output;
  };
}

function placesOf({ body }: Attempt): Place[] {
  const writes: Output[] = body.TransactItems.map((write: object) => Object.values(write)[0]);
  return writes.map(({ TableName, Key, Item }) => {
    const { pk, sk } = unmarshall(Key ?? Item);
    return { table: TableName, key: { pk, sk } };
  });
}

/** The head is of no kind: it is never late. */
function kindOf({ key: { sk } }: Place): LateKind | 'head' {
  if (typeof sk === 'number') return sk === 0 ? 'head' : 'entry';
  return sk === 's' ? 'card' : 'row';
}

function nameOf({ table, key: { pk, sk } }: Place): string {
  return `${table} ${pk} ${sk}`;
}
