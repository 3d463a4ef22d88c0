import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { ItemChange } from '../store/audit-changes';

/** A record as Lambda hands it over, and as the stream itself gives it. */
export interface ImageRecord {
  readonly eventID?: string | undefined;
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly ApproximateCreationDateTime?: number | Date | undefined;
        readonly Keys?: object | undefined;
        readonly OldImage?: object | undefined;
        readonly NewImage?: object | undefined;
      }
    | undefined;
}

/** Hands a batch's changes over with both images. `run` answers the ids of those that must come again. */
export function changeHandler(
  run: (changes: readonly ItemChange[]) => Promise<ReadonlySet<string>>,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  return async ({ Records }) => {
    const again = await run(Records.flatMap(readRecord));
    const batchItemFailures = Records.filter(({ eventID = '' }) => again.has(eventID)).map(
      ({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' }),
    );
    return { batchItemFailures };
  };
}

/** A put that changed nothing is no change. */
export function readRecord({ eventID = '', dynamodb = {} }: ImageRecord): ItemChange[] {
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime: at = 0 } = dynamodb;
  const [key, before, after] = [Keys, OldImage, NewImage].map(itemOf);
  if (!key || isDeepStrictEqual(before, after)) return [];
  const { pk, sk } = key;
  const seconds = at instanceof Date ? at.getTime() / 1000 : at;
  return [
    {
      ...{ id: eventID, at: Math.round(seconds * 1_000_000), before, after },
      key: { pk: String(pk), sk: String(sk) },
    },
  ];
}

function itemOf(image: object | undefined): Record<string, unknown> | undefined {
  // Both say the same; the two packages do not know each other's types.
  return image && unmarshall(image as Record<string, AttributeValue>);
}
