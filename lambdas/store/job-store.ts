import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { indexKeys } from './index-keys';
import { isConditionFailure } from './item';

const jobItem = z.object({ state: z.string().optional(), turn: z.number().default(0) });

/** A job as it was taken: what its last slice left, as JSON text, and the right to write it. */
export interface TakenJob {
  readonly state: string | undefined;
  readonly turn: number;
}

export interface Taking {
  readonly nowMicros: number;
  /** When the slice has ended for sure, should it not say so. */
  readonly untilMicros: number;
  /** Also from a slice that is at work, which then finds its right gone. */
  readonly force: boolean;
}

export type JobStore = ReturnType<typeof jobStore>;

/** How far jobs in slices have come. It is kept with what they work on. */
export function jobStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async read(job: string): Promise<string | undefined> {
      const get = { TableName: table, Key: indexKeys.job(job), ConsistentRead: true };
      const { Item } = await client.send(new GetCommand(get));
      return Item && jobItem.parse(Item).state;
    },

    /** Undefined while another slice of the job is at work. */
    async take(
      job: string,
      { nowMicros, untilMicros, force }: Taking,
    ): Promise<TakenJob | undefined> {
      const take = new UpdateCommand({
        TableName: table,
        Key: indexKeys.job(job),
        UpdateExpression: 'SET takenUntil = :until ADD turn :one',
        ExpressionAttributeValues: {
          ':until': untilMicros,
          ':one': 1,
          ...(force ? {} : { ':now': nowMicros }),
        },
        ...(force
          ? {}
          : { ConditionExpression: 'attribute_not_exists(takenUntil) OR takenUntil < :now' }),
        ReturnValues: 'ALL_NEW',
      });
      try {
        const { Attributes } = await client.send(take);
        const { state, turn } = jobItem.parse(Attributes);
        return { state, turn };
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },

    /** False when the job was taken over. `isEnd` lets the next slice begin. */
    async save(job: string, turn: number, state: string, isEnd: boolean): Promise<boolean> {
      const save = new UpdateCommand({
        TableName: table,
        Key: indexKeys.job(job),
        UpdateExpression: `SET #state = :state${isEnd ? ' REMOVE takenUntil' : ''}`,
        ConditionExpression: 'turn = :turn',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': state, ':turn': turn },
      });
      try {
        await client.send(save);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}
