import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type CachedList, cachedList } from '../core/export/cached-list';

/** A hash, so that a role can name the form of all of them, and a bucket's inventory says nothing of members. */
const keyOf = (memberId: string, name: string) =>
  `lists/${createHash('sha256').update(`${memberId}/${name}`).digest('hex')}`;

export interface ListContentStore {
  read(memberId: string, name: string): Promise<CachedList | undefined>;
  put(memberId: string, name: string, list: CachedList): Promise<void>;
  /** Also where there is none. */
  remove(memberId: string, name: string): Promise<void>;
}

/** Lists as they were built, each an object of the artifacts bucket. */
export function listContentStore(client: S3Client, Bucket: string): ListContentStore {
  return {
    async read(memberId, name) {
      try {
        const get = new GetObjectCommand({ Bucket, Key: keyOf(memberId, name) });
        const { Body } = await client.send(get);
        const { data } = cachedList.safeParse(JSON.parse((await Body?.transformToString()) ?? ''));
        // What an earlier version has written is built anew.
        return data;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },

    async put(memberId, name, list) {
      const Body = JSON.stringify(list);
      const put = { Bucket, Key: keyOf(memberId, name), Body, ContentType: 'application/json' };
      await client.send(new PutObjectCommand(put));
    },

    async remove(memberId, name) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(memberId, name) }));
    },
  };
}

/** Of an absent object S3 says that it is forbidden to whom may not list it. */
function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name);
}
