import { isDeepStrictEqual } from 'node:util';

/** A change as Lambda hands it over. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly eventSourceARN?: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
    readonly NewImage?: unknown;
    readonly OldImage?: unknown;
  };
}

export function sequenceOf({ dynamodb }: StreamRecord): string {
  return dynamodb.SequenceNumber;
}

/** The engine records a put that changes nothing; AWS does not. */
export function isChange({ eventName, dynamodb }: StreamRecord): boolean {
  const { NewImage, OldImage } = dynamodb;
  if (eventName !== 'MODIFY' || NewImage === undefined || OldImage === undefined) return true;
  return !isDeepStrictEqual(NewImage, OldImage);
}
