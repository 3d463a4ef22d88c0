import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { By } from '../core/by';
import type { Idempotency } from '../core/idempotency';
import { type Listing, type ListingPatch, listing } from '../core/listing';
import { getStrongly } from './get-item';

const listingKey = (memberId: string) => ({ pk: `listing/${memberId}`, sk: 'listing' });
const listed = 'listed';

const listingRow = listing.extend({
  memberId: z.string(),
  /** Of the last request that changed it. */
  mark: z.object({ keyHash: z.string(), fingerprint: z.string() }).optional(),
});
export type ListingRow = z.infer<typeof listingRow>;

export type ListingStore = ReturnType<typeof listingStore>;

/** What members say of themselves, apart from the partition that every request of theirs reads. */
export function listingStore(client: DynamoDBDocumentClient, table: string) {
  return {
    async read(memberId: string): Promise<ListingRow> {
      const item = await getStrongly(client, table, listingKey(memberId));
      return item ? listingRow.parse(item) : { memberId, isListed: false };
    },

    /** Only what is named is written, so that two changes at once don't undo each other. */
    async change(
      memberId: string,
      patch: ListingPatch,
      by: By,
      mark: Idempotency | undefined,
    ): Promise<Listing> {
      const update = changeOf({ isListed: undefined, ...patch }, memberId, by, mark);
      const { Attributes } = await client.send(
        new UpdateCommand({
          ...{ TableName: table, Key: listingKey(memberId), ReturnValues: 'ALL_NEW' },
          ...update,
        }),
      );
      return listing.parse(Attributes);
    },

    /** A page of who is listed, by member id; by the index, which may lag. */
    async listed(after: string | undefined, limit: number): Promise<ListingRow[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: 'listKey = :list AND listSort > :after',
          ExpressionAttributeValues: { ':list': listed, ':after': after ?? ' ' },
          Limit: limit,
        }),
      );
      return Items.map((item) => listingRow.parse(item));
    },
  };
}

function changeOf(patch: ListingPatch, memberId: string, by: By, mark: Idempotency | undefined) {
  const { isListed, ...rest } = patch;
  const fields = {
    ...rest,
    memberId,
    by,
    mark,
    ...(isListed !== undefined && {
      isListed: isListed === true,
      listKey: isListed ? listed : null,
      listSort: isListed ? memberId : null,
    }),
  };
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  const set = named.filter(([, value]) => value !== null);
  const remove = named.filter(([, value]) => value === null);
  // A listing that nobody has listed yet says so.
  const first = isListed === undefined ? ['#isListed = if_not_exists(#isListed, :false)'] : [];
  const assignments = [...set.map(([name]) => `#${name} = :${name}`), ...first];
  const names = [...named.map(([name]) => name), ...(first.length ? ['isListed'] : [])];
  return {
    UpdateExpression:
      `SET ${assignments.join(', ')}` +
      (remove.length ? ` REMOVE ${remove.map(([name]) => `#${name}`).join(', ')}` : ''),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(first.length ? { ':false': false } : {}),
    },
  };
}
