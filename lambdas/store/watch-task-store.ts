import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';
import type { Write } from './transaction';
import { watchKeys } from './watch-keys';

/** Where conditions are kept: as JSON in an item, or in pieces of a version. */
export const saidOf = z.object({
  conditions: z.string().optional(),
  pieces: z.number().optional(),
  piecesOf: z.number().optional(),
});
export type Said = Readonly<z.infer<typeof saidOf>>;

/**
 * What a change of a watch leaves to be done: `post` puts it where it is to be found and takes it from where it was,
 * `retro` runs it against what is there already. Whoever changed it does the first at once; should it die, a worker does.
 */
const task = z.object({
  step: z.enum(['post', 'retro']),
  /** Of the watch. */
  version: z.number(),
  /** When it was left, microseconds. */
  at: z.number(),
  /** What it said before: it is to be found by that no more. */
  was: saidOf.optional(),
  /** Whether a run against what is there follows. */
  runs: z.boolean(),
  /** Where the run has come to, as JSON. */
  place: z.string().optional(),
});
export type WatchTask = Readonly<z.infer<typeof task>>;

export interface OwnedTask {
  readonly member: string;
  readonly id: string;
  readonly task: WatchTask;
}

/** Puts a task, unless one is there that has not finished its first step. */
export function taskPut(
  TableName: string,
  { member, id }: { readonly member: string; readonly id: string },
  task: WatchTask,
): Write {
  return {
    Put: {
      TableName,
      Item: { ...watchKeys.task(member, id), ...task },
      ConditionExpression: 'attribute_not_exists(pk) OR #step = :retro',
      ExpressionAttributeNames: { '#step': 'step' },
      ExpressionAttributeValues: { ':retro': 'retro' },
    },
  };
}

/** Nothing of it is left to be done; on condition that it is nobody else's by now. */
export function taskEnd(TableName: string, { member, id, task: { version } }: OwnedTask): Write {
  return { Delete: { TableName, Key: watchKeys.task(member, id), ...isOf(version) } };
}

function isOf(version: number) {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

export type WatchTaskStore = ReturnType<typeof watchTaskStore>;

export function watchTaskStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** All that is left to be done, strongly. */
    async list(): Promise<OwnedTask[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': watchKeys.task('', '').pk },
      });
      return items.map((item) => {
        const [member = '', id = ''] = String(item['sk']).split('/');
        return {
          member,
          id,
          task: task.parse(item),
        };
      });
    },

    /** The first step is done. */
    async goOn({ member, id, task: { version } }: OwnedTask, place?: string): Promise<boolean> {
      const { ExpressionAttributeNames, ExpressionAttributeValues, ...condition } = isOf(version);
      const write = {
        ...{ TableName: table, Key: watchKeys.task(member, id), ...condition },
        UpdateExpression: `SET #step = :retro${place ? ', #place = :place' : ''} REMOVE #was`,
        ExpressionAttributeNames: {
          ...{ ...ExpressionAttributeNames, '#step': 'step', '#was': 'was' },
          ...(place ? { '#place': 'place' } : {}),
        },
        ExpressionAttributeValues: {
          ...{ ...ExpressionAttributeValues, ':retro': 'retro' },
          ...(place ? { ':place': place } : {}),
        },
      };
      return held(client.send(new UpdateCommand(write)));
    },

    /** Nothing is left to be done. */
    async end({ member, id, task: { version } }: OwnedTask): Promise<boolean> {
      const Key = watchKeys.task(member, id);
      return held(client.send(new DeleteCommand({ TableName: table, Key, ...isOf(version) })));
    },
  };
}

/** False when the task is another's by now. */
async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
