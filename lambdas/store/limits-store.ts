import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailure } from './item';

export interface Lease {
  /** Whose requests are counted: `member/<id>`, `source/<network>`. */
  readonly bucket: string;
  /** Start of the window, in seconds since 1970. */
  readonly window: number;
  readonly windowSeconds: number;
  readonly amount: number;
  /** What may be used of it in a window, over all environments. */
  readonly quota: number;
}

export type LimitsStore = ReturnType<typeof limitsStore>;

/** Buckets of requests, leased by many environments: one write for many requests. */
export function limitsStore(client: DynamoDBDocumentClient, table: string) {
  return {
    /** What all environments have leased in the window by now; undefined when its quota is spent. */
    async lease(lease: Lease): Promise<number | undefined> {
      const { bucket, window, windowSeconds, amount, quota } = lease;
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `rate/${bucket}`, sk: String(window) },
            UpdateExpression: 'ADD leased :amount SET #ttl = :ttl',
            ConditionExpression: 'attribute_not_exists(leased) OR leased <= :room',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':amount': amount,
              ':room': quota - amount,
              ':ttl': window + windowSeconds + 3600,
            },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return Number(Attributes?.['leased']);
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },
  };
}
