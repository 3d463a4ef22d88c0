import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { callFailures } from '../core/egress/call';
import {
  type CodeClass,
  codeClasses,
  type Delivery,
  deliveryDays,
  deliveryStates,
  matchesPerDelivery,
} from '../core/notify/delivery';
import type { Health } from '../core/notify/health';
import type { Match } from '../core/notify/match';
import { sortable } from './directory-keys';
import { healthWrite } from './endpoint-store';
import { getStrongly } from './get-item';
import { chunks } from './item';
import { matchKeys, placeOf } from './match-keys';
import { endOf, pendingWrite } from './match-store';
import { queryAll } from './query-all';
import { sendTransaction, type Write } from './transaction';

const deliveryKeys = {
  delivery: (member: string, endpoint: string, id: string) => ({
    ...{ pk: `delivery/${member}`, sk: `${endpoint}/${id}` },
  }),
  due: (minute: number, { member, endpoint, id = '' }: DueRef) => ({
    ...{ pk: `due/${minute}`, sk: `${member}/${endpoint}/${id}` },
  }),
  dueCursor: { pk: 'due/cursor', sk: 'minute' },
  list: (member: string) => `deliveries/${member}`,
} as const;

/** A delivery that is due; without its id the endpoint itself, which could not be sent anything for a while. */
export interface DueRef {
  readonly member: string;
  readonly endpoint: string;
  readonly id?: string | undefined;
}

const failures = Object.keys(callFailures) as [keyof typeof callFailures];
const attempt = z.object({
  at: z.number(),
  status: z.number().optional(),
  failure: z.enum(failures).optional(),
  latencyMs: z.number(),
});
const deliveryRow = z.object({
  id: z.string(),
  member: z.string(),
  endpoint: z.string(),
  matches: z.array(z.string()),
  createdAt: z.number(),
  state: z.enum(deliveryStates),
  attempts: z.array(attempt),
  tries: z.number(),
  firstAt: z.number(),
  nextAt: z.number().optional(),
  code: z.enum(codeClasses).optional(),
  version: z.number(),
});
const pendingRow = z.object({ sk: z.string(), matchId: z.string() });
const cursorRow = z.object({ minute: z.number() });

export type Pending = z.output<typeof pendingRow>;

/** A delivery as it is to be, over the one that was read, and the endpoint's health with it. */
export interface DeliveryStep {
  readonly delivery: Delivery;
  readonly was?: Delivery | undefined;
  readonly health?: Health | undefined;
  /** What the delivery was composed of. */
  readonly composed?: readonly Pending[] | undefined;
}

export interface DeliveryQuery {
  readonly member: string;
  readonly endpoint?: string | undefined;
  readonly state?: Delivery['state'] | undefined;
  readonly code?: CodeClass | undefined;
  /** Places, both among what is asked for. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
}

export type DeliveryStore = ReturnType<typeof deliveryStore>;

/** Deliveries, what waits to become one, and when each is due. */
export function deliveryStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** The oldest that wait for an endpoint, as many as one delivery holds. */
    async readPending(endpoint: string): Promise<Pending[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': matchKeys.pending(endpoint, 0, '').pk },
          ConsistentRead: true,
          Limit: matchesPerDelivery,
        }),
      );
      return Items.map((item) => pendingRow.parse(item));
    },

    /** Lets matches wait for an endpoint again. */
    async addPending(endpoint: string, matches: readonly Match[]): Promise<void> {
      for (const run of chunks(matches, 100)) {
        const writes = run.map((match) => pendingWrite(table, endpoint, match));
        if (!(await sendTransaction(client, writes))) throw new Error('pending could not be put');
      }
    },

    async read(member: string, endpoint: string, id: string): Promise<Delivery | undefined> {
      const item = await getStrongly(client, table, deliveryKeys.delivery(member, endpoint, id));
      return item && deliveryRow.parse(item);
    },

    /** All of the step at once. False when one of what it rests on has moved on since it was read. */
    write: (step: DeliveryStep): Promise<boolean> =>
      sendTransaction(client, stepWrites(table, step)),

    /** A page of a member's, newest first, by the index. What the filter leaves out counts for the limit too. */
    async list(
      asked: DeliveryQuery,
    ): Promise<{ deliveries: Delivery[]; next: string | undefined }> {
      const { member, from = ' ', to = '~', limit } = asked;
      // The storage refuses bounds that are the wrong way round.
      if (from > to) return { deliveries: [], next: undefined };
      const filter = filterOf(asked);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :list AND listSort BETWEEN :from AND :to',
          ...filter.expressions,
          ExpressionAttributeValues: {
            ...{ ':list': deliveryKeys.list(member), ':from': from, ':to': to },
            ...filter.values,
          },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const next = LastEvaluatedKey?.['listSort'];
      return {
        deliveries: Items.map((item) => deliveryRow.parse(item)),
        next: typeof next === 'string' ? next : undefined,
      };
    },

    /** An endpoint shall be looked at again at that time. */
    async putDue(at: number, ref: DueRef): Promise<void> {
      await sendTransaction(client, [duePut(table, at, ref)]);
    },

    async removeDue(minute: number, ref: DueRef): Promise<void> {
      await sendTransaction(client, [
        { Delete: { TableName: table, Key: deliveryKeys.due(minute, ref) } },
      ]);
    },

    async readDue(minute: number): Promise<DueRef[]> {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `due/${minute}` },
      });
      return items.map(({ sk }) => {
        const [member = '', endpoint = '', id = ''] = String(sk).split('/');
        return { member, endpoint, ...(id !== '' && { id }) };
      });
    },

    /** The first minute that may have something due; undefined before there was any. */
    async readDueCursor(): Promise<number | undefined> {
      const item = await getStrongly(client, table, deliveryKeys.dueCursor);
      return item && cursorRow.parse(item).minute;
    },

    async writeDueCursor(minute: number): Promise<void> {
      const Item = { ...deliveryKeys.dueCursor, minute };
      await sendTransaction(client, [{ Put: { TableName: table, Item } }]);
    },
  };
}

/** A minute is over before its row is looked at. */
export function minuteOf(micros: number): number {
  return Math.floor(micros / 60_000_000);
}

function stepWrites(
  TableName: string,
  { delivery, was, health, composed = [] }: DeliveryStep,
): Write[] {
  const { member, endpoint, id, createdAt } = delivery;
  const key = deliveryKeys.delivery(member, endpoint, id);
  const list = {
    listKey: deliveryKeys.list(member),
    listSort: placeOf(createdAt, `${endpoint}-${id}`),
    ttl: endOf(createdAt, deliveryDays),
  };
  const isRead = was
    ? {
        ConditionExpression: 'version = :read',
        ExpressionAttributeValues: { ':read': was.version },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  const version = (was?.version ?? 0) + 1;
  return [
    { Put: { TableName, Item: { ...key, ...list, ...delivery, version }, ...isRead } },
    ...dueWrites(TableName, delivery, was),
    ...(health ? [healthWrite(TableName, member, endpoint, health)] : []),
    ...composed.map(({ sk }) => ({
      Delete: {
        TableName,
        Key: { pk: matchKeys.pending(endpoint, 0, '').pk, sk },
        ConditionExpression: 'attribute_exists(pk)',
      },
    })),
  ];
}

function dueWrites(TableName: string, delivery: Delivery, was: Delivery | undefined): Write[] {
  const before = was?.nextAt === undefined ? undefined : minuteOf(was.nextAt);
  const after = delivery.nextAt === undefined ? undefined : minuteOf(delivery.nextAt);
  if (before === after) return [];
  return [
    ...(before === undefined
      ? []
      : [{ Delete: { TableName, Key: deliveryKeys.due(before, delivery) } }]),
    ...(delivery.nextAt === undefined ? [] : [duePut(TableName, delivery.nextAt, delivery)]),
  ];
}

function duePut(TableName: string, at: number, ref: DueRef): Write {
  return { Put: { TableName, Item: { ...deliveryKeys.due(minuteOf(at), ref), at: sortable(at) } } };
}

function filterOf({ endpoint, state, code }: DeliveryQuery) {
  const wanted = Object.entries({ endpoint, state, code }).filter(
    ([, value]) => value !== undefined,
  );
  if (wanted.length === 0) return { expressions: {}, values: {} };
  return {
    expressions: {
      FilterExpression: wanted.map(([name]) => `#${name} = :${name}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(wanted.map(([name]) => [`#${name}`, name])),
    },
    values: Object.fromEntries(wanted.map(([name, value]) => [`:${name}`, value])),
  };
}
