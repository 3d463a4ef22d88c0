import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import {
  disabledReasons,
  type Endpoint,
  endpointFormats,
  endpointLimits,
  endpointStates,
  payloadKinds,
} from '../core/notify/endpoint';
import { type Health, newHealth } from '../core/notify/health';
import { topics } from '../core/notify/topic';
import type { Breaker } from '../core/webhooks/breaker';
import { signingSchemes } from '../core/webhooks/signing-key';
import { batchGet } from './batch-get';
import { isConditionFailure } from './item';
import { queryAll } from './query-all';
import { sendTransaction, type Write } from './transaction';

/** Endpoints with their health, in one partition a member. */
export const endpointKeys = {
  endpoint: (member: string, id: string) => ({ pk: `endpoints/${member}`, sk: id }),
  health: (member: string, id: string) => ({ pk: `endpoints/${member}`, sk: `${id}/health` }),
  count: (member: string) => ({ pk: `endpoints/${member}`, sk: 'count' }),
} as const;

const key = z.object({
  id: z.string(),
  sealed: z.string(),
  createdAt: z.number(),
  endsAt: z.number().optional(),
});
const endpointRow = z.object({
  id: z.string(),
  member: z.string(),
  url: z.string(),
  format: z.enum(endpointFormats),
  payload: z.enum(payloadKinds),
  signing: z.enum(signingSchemes),
  watches: z.array(z.string()).optional(),
  topics: z.array(z.enum(topics)).optional(),
  state: z.enum(endpointStates),
  reason: z.enum(disabledReasons).optional(),
  disabledAt: z.number().optional(),
  keys: z.array(key),
  verifyToken: z.string().optional(),
  version: z.number(),
  createdAt: z.number(),
  fingerprint: z.string().optional(),
});
const breaker = z.object({
  failures: z.number(),
  failingSince: z.number().exactOptional(),
  openUntil: z.number().exactOptional(),
  isProbing: z.literal(true).exactOptional(),
  opened: z.number(),
}) satisfies z.ZodType<Breaker>;
const healthRow = z.object({
  breaker,
  underWay: z.record(z.string(), z.number()),
  isWanted: z.boolean(),
  delivered: z.number(),
  failed: z.number(),
  lastDeliveredAt: z.number().optional(),
  lastFailedAt: z.number().optional(),
  version: z.number(),
});
const anyRow = z.looseObject({ sk: z.string() });

export interface HealthyEndpoint {
  readonly endpoint: Endpoint;
  readonly health: Health;
}

export type EndpointStore = ReturnType<typeof endpointStore>;

/** Where members are told, and how that goes. All reads are strong. */
export function endpointStore(client: DynamoDBDocumentClient, table: string) {
  async function list(member: string): Promise<HealthyEndpoint[]> {
    const items = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': endpointKeys.endpoint(member, '').pk },
    });
    const rows = items.map((item) => anyRow.parse(item));
    const healths = new Map(rows.map((row) => [row.sk, row]));
    return rows
      .filter(({ sk }) => sk !== 'count' && !sk.endsWith('/health'))
      .map((row) => ({
        endpoint: endpointRow.parse(row),
        health: healthOf(healths.get(`${row.sk}/health`)),
      }));
  }

  return {
    list,

    async read(member: string, id: string): Promise<HealthyEndpoint | undefined> {
      const keys = [endpointKeys.endpoint(member, id), endpointKeys.health(member, id)];
      const items = await batchGet(client, table, keys, { isStrong: true });
      const rows = items.map((item) => anyRow.parse(item));
      const row = rows.find(({ sk }) => sk === id);
      const health = healthOf(rows.find(({ sk }) => sk !== id));
      return row && { endpoint: endpointRow.parse(row), health };
    },

    /** False when the id is taken, or the member has as many as it may. */
    add(endpoint: Endpoint): Promise<boolean> {
      const { member, id } = endpoint;
      const isNew = 'attribute_not_exists(pk)';
      const Item = { ...endpointKeys.endpoint(member, id), ...endpoint };
      return sendTransaction(client, [
        counting(table, member, 1),
        { Put: { TableName: table, Item, ConditionExpression: isNew } },
      ]);
    },

    /** False when the version that was read is not the current one. */
    async replace(endpoint: Endpoint, readVersion: number): Promise<boolean> {
      const { member, id } = endpoint;
      return isDone(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...endpointKeys.endpoint(member, id), ...endpoint },
            ConditionExpression: 'version = :read',
            ExpressionAttributeValues: { ':read': readVersion },
          }),
        ),
      );
    },

    /** False when there is none. */
    async remove(member: string, id: string): Promise<boolean> {
      const isThere = { ConditionExpression: 'attribute_exists(pk)' };
      const gone = await sendTransaction(client, [
        counting(table, member, -1),
        { Delete: { TableName: table, Key: endpointKeys.endpoint(member, id), ...isThere } },
      ]);
      const Key = endpointKeys.health(member, id);
      if (gone) await client.send(new DeleteCommand({ TableName: table, Key }));
      return gone;
    },

    /** False when somebody else wrote it since it was read. */
    async writeHealth(member: string, id: string, health: Health): Promise<boolean> {
      const { Put } = healthWrite(table, member, id, health);
      return isDone(client.send(new PutCommand(Put)));
    },
  };
}

/** One write of a transaction: the health as it is to be, on condition that it is as it was read. */
export function healthWrite(TableName: string, member: string, id: string, health: Health) {
  const read = health.version;
  const Item = { ...endpointKeys.health(member, id), ...health, version: read + 1 };
  const Put = {
    ...{ TableName, Item },
    ...(read === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'version = :read',
          ExpressionAttributeValues: { ':read': read },
        }),
  };
  return { Put } satisfies Write;
}

function healthOf(row: unknown): Health {
  return row === undefined ? newHealth : healthRow.parse(row);
}

function counting(TableName: string, member: string, by: 1 | -1): Write {
  const most = by > 0 ? endpointLimits.endpoints : 0;
  return {
    Update: {
      ...{ TableName, Key: endpointKeys.count(member), UpdateExpression: 'ADD #count :by' },
      ConditionExpression: by > 0 ? 'attribute_not_exists(pk) OR #count < :most' : '#count > :most',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':by': by, ':most': most },
    },
  };
}

async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
