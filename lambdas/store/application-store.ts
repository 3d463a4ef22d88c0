import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Application, type ApplicationState, application } from '../core/application';
import type { By } from '../core/by';
import type { Sector } from '../core/sector';
import { memberPartition } from './directory-keys';
import type { Profile, StoredCredential } from './directory-rows';
import { isConditionFailure } from './item';
import { profileWrites } from './profile-writer';
import { sendTransaction, type Write } from './transaction';

const keyOf = (id: string) => ({ pk: `application/${id}`, sk: 'application' });
/** Who holds a registrable domain: one open application, and then its member. */
const domainKey = (domain: string) => ({ pk: `domain/${domain}`, sk: 'holder' });

const holderRow = z.object({ applicationId: z.string() });

export interface ApplicationPage {
  readonly applications: readonly Application[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

/** What is written together with an application. */
export interface Along {
  readonly domain?: 'take' | 'release';
  readonly member?: Profile & { readonly by: By };
  readonly credential?: StoredCredential;
}

export type ApplicationStore = ReturnType<typeof applicationStore>;

/** Applications, in the Directory, and which domains they hold. */
export function applicationStore(client: DynamoDBDocumentClient, table: string) {
  async function read(id: string): Promise<Application | undefined> {
    const get = new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true });
    const { Item } = await client.send(get);
    return Item && application.parse(Item);
  }

  /** The application that holds a domain, or whose member does. */
  async function readHolder(domain: string): Promise<string | undefined> {
    const get = new GetCommand({
      TableName: table,
      Key: domainKey(domain),
      ConsistentRead: true,
    });
    const { Item } = await client.send(get);
    return Item && holderRow.parse(Item).applicationId;
  }

  return {
    /** False when the id is taken. */
    async add(one: Application): Promise<boolean> {
      const put = { ...putOf(table, one), ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await client.send(new PutCommand(put));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    read,

    readHolder,

    /** Lets go of a domain, if it is this member that holds it: then anybody may prove it anew. */
    async freeDomain(domain: string, memberId: string): Promise<void> {
      const id = await readHolder(domain);
      if (id === undefined || (await read(id))?.memberId !== memberId) return;
      const Delete = { TableName: table, Key: domainKey(domain), ...heldBy(id) };
      await sendTransaction(client, [{ Delete }]);
    },

    /** Whether a member may be given a credential. */
    async isActiveMember(id: string): Promise<boolean> {
      const Key = { pk: memberPartition(id), sk: 'profile' };
      const get = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      return (await client.send(get)).Item?.['state'] === 'active';
    },

    /**
     * Replaces the version that was read, and writes what goes with it, together or not at all. False when that version
     * is not the current one, or the domain is another's, or the member is not there (a credential) or is (a member).
     */
    replace(one: Application, readVersion: number, along: Along = {}): Promise<boolean> {
      const put: Write = {
        Put: {
          ...putOf(table, one),
          ConditionExpression: 'version = :read',
          ExpressionAttributeValues: { ':read': readVersion },
        },
      };
      return sendTransaction(client, [put, ...writesAlong(table, one, along)]);
    },

    /** A page of one state, oldest first, by the index: what has just changed may not be in it yet. */
    async list({ state, sector, after, limit }: ListQuery): Promise<ApplicationPage> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :list AND listSort > :after',
          ...(sector ? { FilterExpression: 'sector = :sector' } : {}),
          ExpressionAttributeValues: {
            ':list': listOf(state),
            ':after': after ?? ' ',
            ...(sector ? { ':sector': sector } : {}),
          },
          Limit: limit,
        }),
      );
      const next = LastEvaluatedKey?.['listSort'];
      return {
        applications: Items.map((item) => application.parse(item)),
        next: typeof next === 'string' ? next : undefined,
      };
    },
  };
}

export interface ListQuery {
  readonly state: ApplicationState;
  readonly sector?: Sector | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** Of applications that are looked at, before the sector is. */
  readonly limit: number;
}

function listOf(state: ApplicationState): string {
  return `applications/${state}`;
}

function putOf(TableName: string, one: Application) {
  const listSort = `${String(one.createdAt).padStart(16, '0')}-${one.id}`;
  return { TableName, Item: { ...keyOf(one.id), listKey: listOf(one.state), listSort, ...one } };
}

function writesAlong(
  TableName: string,
  { id, domain, memberId = '' }: Application,
  { domain: hold, member, credential }: Along,
): Write[] {
  const ours = heldBy(id);
  const holder = { ...domainKey(domain), applicationId: id };
  return [
    ...(hold === 'take' ? [{ Put: { TableName, Item: holder, ...ours } }] : []),
    ...(hold === 'release' ? [{ Delete: { TableName, Key: domainKey(domain), ...ours } }] : []),
    ...(member ? profileWrites(TableName, member) : []),
    ...(credential ? credentialWrites(TableName, memberId, credential) : []),
  ];
}

function heldBy(id: string) {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR applicationId = :id',
    ExpressionAttributeValues: { ':id': id },
  };
}

/** The first of a member that is active. */
function credentialWrites(
  TableName: string,
  memberId: string,
  credential: StoredCredential,
): Write[] {
  const pk = memberPartition(memberId);
  const Item = { pk, sk: `credential/${credential.id}`, ...credential };
  return [
    {
      ConditionCheck: {
        TableName,
        Key: { pk, sk: 'profile' },
        ConditionExpression: '#state = :active',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':active': 'active' },
      },
    },
    { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    // Who decides on all credentials of the member just now reads them again.
    {
      Update: {
        TableName,
        Key: { pk, sk: 'credentials' },
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}
