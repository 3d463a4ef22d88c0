import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Sweep } from '../core/departure';
import { type Standing, type StoredSweep, standingRow, sweepRow } from './departure-rows';
import type { Profile } from './directory-rows';
import { type Membership, membershipRow } from './group-rows';
import { isConditionFailure, isConflict } from './item';
import { queryAll } from './query-all';
import { standingWrites } from './roster-store';
import { sendTransaction, type Write } from './transaction';

const keys = {
  profile: (memberId: string) => ({ pk: `member/${memberId}`, sk: 'profile' }),
  standing: (memberId: string) => ({ pk: `member/${memberId}`, sk: 'standing' }),
  /** Beside what is in force for everybody, so that every request learns it (governance-store.ts). */
  hidden: (memberId: string) => ({ pk: 'governance', sk: `hidden/${memberId}` }),
  /** All that are at work, in one partition. */
  sweep: (memberId: string) => ({ pk: 'sweeps', sk: memberId }),
};

/** A decision as it is written: all of it or nothing, and only on what was read. */
export interface Change {
  readonly profile: Pick<Profile, 'id' | 'state' | 'organisationClass'>;
  readonly standing: Standing;
  readonly readVersion: number;
  readonly sweep: Sweep | undefined;
  readonly readSweep: StoredSweep | undefined;
}

/** All walks that are at work, and why some can't go on, by member. */
export interface SweepsFound {
  readonly sweeps: readonly StoredSweep[];
  readonly unreadable: ReadonlyMap<string, unknown>;
}

export type DepartureStore = ReturnType<typeof departureStore>;

/** How members stand, and the walks over what they gave. */
export function departureStore(client: DynamoDBDocumentClient, table: string) {
  const read = async (Key: Record<string, string>) => {
    const get = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    return (await client.send(get)).Item;
  };
  return {
    async readStanding(memberId: string): Promise<Standing | undefined> {
      const item = await read(keys.standing(memberId));
      return item && standingRow.parse(item);
    },

    async readSweep(memberId: string): Promise<StoredSweep | undefined> {
      const item = await read(keys.sweep(memberId));
      return item && sweepRow.parse(item);
    },

    /** A row that can't be read holds up no other: it is told by the member's id. */
    async listSweeps(): Promise<SweepsFound> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.sweep('').pk },
      });
      const read = items.map((item) => ({ sk: String(item['sk']), ...sweepRow.safeParse(item) }));
      return {
        sweeps: read.flatMap(({ data }) => data ?? []),
        unreadable: new Map(read.flatMap(({ sk, error }) => (error ? [[sk, error]] : []))),
      };
    },

    async listMemberships(memberId: string): Promise<Membership[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :groups)',
        ExpressionAttributeValues: { ':pk': keys.profile(memberId).pk, ':groups': 'group/' },
      });
      return items.map((item) => membershipRow.parse(item));
    },

    /** The member's state, what is hidden of it, and the walk: one transaction. False when something has moved. */
    change: (change: Change) => sendTransaction(client, changeWrites(table, change)),

    /** The right to walk on, until then; undefined while another slice has it. */
    async takeSweep(
      memberId: string,
      { nowMicros, untilMicros }: { readonly nowMicros: number; readonly untilMicros: number },
    ): Promise<StoredSweep | undefined> {
      const take = new UpdateCommand({
        TableName: table,
        Key: keys.sweep(memberId),
        UpdateExpression: 'SET takenUntil = :until ADD turn :one',
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(takenUntil) OR takenUntil < :now)',
        ExpressionAttributeValues: { ':until': untilMicros, ':now': nowMicros, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessMoved(client.send(take));
      return answer && sweepRow.parse(answer.Attributes);
    },

    /** False when the walk is another's by now. `isEnd` lets the next slice begin. */
    async saveSweep({ turn, ...sweep }: StoredSweep, isEnd: boolean): Promise<boolean> {
      const save = new UpdateCommand({
        TableName: table,
        Key: keys.sweep(sweep.memberId),
        UpdateExpression: `SET passStartedAt = :passStartedAt, pass = :pass, #shard = :shard, tally = :tally${isEnd ? ' REMOVE takenUntil' : ''}`,
        ConditionExpression: 'turn = :turn',
        ExpressionAttributeNames: { '#shard': 'shard' },
        ExpressionAttributeValues: {
          ':turn': turn,
          ':passStartedAt': sweep.passStartedAt,
          ':pass': sweep.pass,
          ':shard': sweep.shard,
          ':tally': sweep.tally,
        },
      });
      return (await unlessMoved(client.send(save))) !== undefined;
    },

    /**
     * Nothing of the member is hidden from now on, unless something could not be read; the walk goes on with what is next, if anything is. False when it
     * is another's by now.
     */
    endStep(ended: StoredSweep, next: Sweep | undefined, end: SweepEnd): Promise<boolean> {
      return sendTransaction(client, endWrites(table, ended, next, end));
    },
  };
}

export type SweepEnd = Pick<
  NonNullable<Standing['swept']>,
  'endedAt' | 'descriptors' | 'unreadable'
>;

function changeWrites(TableName: string, change: Change): Write[] {
  const { profile, standing, readVersion, sweep } = change;
  const { id } = profile;
  return [
    {
      Update: {
        TableName,
        Key: keys.profile(id),
        UpdateExpression: 'SET #state = :state, #by = :by',
        ConditionExpression: '#state = :read',
        ExpressionAttributeNames: { '#state': 'state', '#by': 'by' },
        ExpressionAttributeValues: {
          ...{ ':state': standing.state, ':read': profile.state, ':by': standing.by },
        },
      },
    },
    {
      Put: {
        TableName,
        Item: { ...keys.standing(id), ...standing },
        ...(readVersion === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': readVersion },
            }),
      },
    },
    ...standingWrites(TableName, { ...profile, state: standing.state }),
    ...(sweep ? sweepWrites(TableName, sweep, change.readSweep) : []),
  ];
}

/** Whoever walks now has lost the right to it. */
function sweepWrites(TableName: string, sweep: Sweep, read: StoredSweep | undefined): Write[] {
  const { memberId, step, since, until } = sweep;
  const hidden = { ...keys.hidden(memberId), memberId, since, until };
  return [
    {
      Put: {
        TableName,
        Item: { ...keys.sweep(memberId), ...sweep, turn: (read?.turn ?? 0) + 1 },
        ...(read ? stands(read) : { ConditionExpression: 'attribute_not_exists(pk)' }),
      },
    },
    ...(step === 'lift' ? [] : [{ Put: { TableName, Item: hidden } }]),
  ];
}

function endWrites(
  TableName: string,
  ended: StoredSweep,
  next: Sweep | undefined,
  end: SweepEnd,
): Write[] {
  const { memberId, step: goal } = ended;
  const staysHidden = (end.unreadable ?? 0) > 0;
  const Key = keys.sweep(memberId);
  return [
    next
      ? { Put: { TableName, Item: { ...Key, ...next, turn: ended.turn + 1 }, ...stands(ended) } }
      : { Delete: { TableName, Key, ...stands(ended) } },
    ...(staysHidden ? [] : [{ Delete: { TableName, Key: keys.hidden(memberId) } }]),
    {
      Update: {
        TableName,
        Key: keys.standing(memberId),
        UpdateExpression: 'SET swept = :swept',
        ExpressionAttributeValues: { ':swept': { goal, ...end } },
      },
    },
  ];
}

function stands({ turn, step }: StoredSweep) {
  return {
    ConditionExpression: 'turn = :turn AND #step = :step',
    ExpressionAttributeNames: { '#step': 'step' },
    ExpressionAttributeValues: { ':turn': turn, ':step': step },
  };
}

async function unlessMoved<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isConditionFailure(error) || isConflict(error)) return undefined;
    throw error;
  }
}
