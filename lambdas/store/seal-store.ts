import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type WholeSeal, wholeSeal } from '../core/audit-seal';

const prefix = 'audit/';
const ending = '.json';
const keyOf = (day: string) => `${prefix}${day}${ending}`;

export interface SealLock {
  /** Until when nobody can remove what is put; nothing, where seals are not locked. */
  readonly until?: Date;
}

export type SealStore = ReturnType<typeof sealStore>;

/** Each day's seal, an object of the artifacts bucket that is written once. */
export function sealStore(client: S3Client, Bucket: string) {
  return {
    /** Of a day that is listed: of an absent object S3 says that it is forbidden. */
    async read(day: string): Promise<WholeSeal> {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(day) }));
      return wholeSeal.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    },

    /** Days that are sealed, after one, in their order. */
    async listDays(after: string, limit: number): Promise<string[]> {
      const list = { Bucket, Prefix: prefix, StartAfter: keyOf(after), MaxKeys: limit };
      const { Contents = [] } = await client.send(new ListObjectsV2Command(list));
      return Contents.map(({ Key = '' }) => Key.slice(prefix.length, -ending.length));
    },

    /** False when the day was sealed meanwhile. */
    async add(seal: WholeSeal, { until }: SealLock): Promise<boolean> {
      const lock = until && {
        ObjectLockMode: 'COMPLIANCE' as const,
        ObjectLockRetainUntilDate: until,
      };
      const put = new PutObjectCommand({
        ...{ Bucket, Key: keyOf(seal.day), Body: JSON.stringify(seal), IfNoneMatch: '*' },
        ...{ ContentType: 'application/json', ...lock },
      });
      try {
        await client.send(put);
        return true;
      } catch (error) {
        const isThere = error instanceof S3ServiceException && error.name === 'PreconditionFailed';
        if (isThere) return false;
        throw error;
      }
    },
  };
}
