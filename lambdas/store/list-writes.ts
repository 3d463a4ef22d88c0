import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ListedToken, type Pointer, tokens } from '../core/pointers';
import { DomainError } from '../core/problem';
import { microsPerSecond } from '../core/time';
import { indexKeys } from './index-keys';
import { chunks, isConditionFailure, isConflict } from './item';
import { pauseBeforeRound } from './pause';
import { type PointerKey, pointerKey, readThem } from './pointer-lists';
import { type PointerMode, putRows } from './put-rows';
import { forgetTags, type KnownTags, noteTags, tagRows, untoldTags } from './tag-store';
import { sendThoseThatHold, type Write } from './transaction';

/** A pointer that was wanted from this position on. */
export interface PointerPut extends PointerKey, ListedToken {
  readonly at: number;
}

/** A pointer that is not wanted from this position on. */
export interface PointerLeave extends PointerKey {
  readonly position: number;
}

type Update = NonNullable<Write['Update']>;

/** Longer than a walk may last: what began before a row left a list still finds that it was there. */
const lingerSeconds = 2 * 86_400;
const rounds = 6;

/** What the indexer writes into the lists: pointers are put before the commit, and leave after it. */
export function listWrites(client: DynamoDBDocumentClient, table: string, mode: PointerMode) {
  const known: KnownTags = new Set();
  const update = (updates: readonly Update[]) => updateAll(client, updates, mode);
  return {
    /** Of rows that are new at their place: nothing can be there. */
    async putNew(pointers: readonly PointerPut[]): Promise<void> {
      // Who looks for what a death left begins with the list of all.
      const [first, others] = [pointers.filter(isOfAll), pointers.filter((one) => !isOfAll(one))];
      const rows = [...[...first, ...others].map(itemOf), ...tagRows(pointers, known)];
      await putRows(client, table, rows, mode);
      noteTags(pointers, known);
    },

    /** Of rows that were at their place before: a pointer may be there, with its history. */
    async putAgain(pointers: readonly PointerPut[]): Promise<void> {
      await putRows(client, table, tagRows(pointers, known), mode);
      await update(pointers.map((pointer) => putUpdate(table, pointer)));
      noteTags(pointers, known);
    },

    /** Those that are not there, or have left, strongly; and as of their time those of a tag that no list tells. */
    async missing(pointers: readonly PointerPut[]): Promise<PointerPut[]> {
      const found = await readThem(client, table, pointers, { isStrong: true });
      const standing = pointers.flatMap((pointer) => {
        const one = found.get(pointerKey(pointer));
        return stands(one) ? [{ ...pointer, at: one.at }] : [];
      });
      const untold = await untoldTags(client, table, standing);
      forgetTags(untold, known);
      return [...pointers.filter((pointer) => !stands(found.get(pointerKey(pointer)))), ...untold];
    },

    /** Those that are still there as they were before they were to leave, strongly. */
    async lingering(pointers: readonly PointerLeave[]): Promise<PointerLeave[]> {
      const found = await readThem(client, table, pointers, { isStrong: true });
      return pointers.filter((pointer) => {
        const there = found.get(pointerKey(pointer));
        return there !== undefined && stands(there) && there.at < pointer.position;
      });
    },

    /** Whatever was put since stays. */
    leave: (pointers: readonly PointerLeave[], nowMicros: number) =>
      update(pointers.map((pointer) => leaveUpdate(table, pointer, nowMicros))),
  };
}

function stands(pointer: Pointer | undefined): pointer is Pointer {
  return pointer !== undefined && Math.max(0, ...pointer.gones) < pointer.at;
}

function isOfAll({ token }: PointerPut): boolean {
  return token === tokens.all;
}

function itemOf({ audience, token, text, at, ...place }: PointerPut) {
  const key = indexKeys.pointer(audience, token, place);
  return { ...key, at, puts: new Set([at]), ...(text === undefined ? {} : { text }) };
}

/** Never back in time: a late writer must not make a pointer look older than it is. */
function putUpdate(TableName: string, { audience, token, text, at, ...place }: PointerPut): Update {
  return {
    TableName,
    Key: indexKeys.pointer(audience, token, place),
    UpdateExpression: `SET #at = :at${text === undefined ? '' : ', #text = :text'} REMOVE #ttl ADD puts :puts`,
    ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
    ExpressionAttributeNames: {
      ...{ '#at': 'at', '#ttl': 'ttl' },
      ...(text === undefined ? {} : { '#text': 'text' }),
    },
    ExpressionAttributeValues: {
      ...{ ':at': at, ':puts': new Set([at]) },
      ...(text === undefined ? {} : { ':text': text }),
    },
  };
}

function leaveUpdate(
  TableName: string,
  { audience, token, position, ...place }: PointerLeave,
  nowMicros: number,
): Update {
  return {
    TableName,
    Key: indexKeys.pointer(audience, token, place),
    UpdateExpression: 'SET #ttl = :ttl ADD gones :gones',
    ConditionExpression: '#at < :position AND NOT contains(gones, :position)',
    ExpressionAttributeNames: { '#at': 'at', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':ttl': Math.floor(nowMicros / microsPerSecond) + lingerSeconds,
      ':gones': new Set([position]),
      ':position': position,
    },
  };
}

/** Each stands for itself: where its condition fails there is nothing to do. */
async function updateAll(
  client: DynamoDBDocumentClient,
  updates: readonly Update[],
  mode: PointerMode,
): Promise<void> {
  for (const run of chunks(updates, mode === 'batch' ? 25 : 100)) {
    if (mode === 'batch') await Promise.all(run.map((one) => updateOne(client, one)));
    else
      await sendThoseThatHold(
        client,
        run.map((Update) => ({ Update })),
      );
  }
}

async function updateOne(client: DynamoDBDocumentClient, update: Update): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      await client.send(new UpdateCommand(update));
      return;
    } catch (error) {
      if (isConditionFailure(error)) return;
      if (!isConflict(error)) throw error;
      if (round === rounds) throw new DomainError('storage.busy', 'Storage is busy; try again.');
      await pauseBeforeRound(round);
    }
  }
}
