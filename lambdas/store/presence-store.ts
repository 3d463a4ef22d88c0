import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Audience } from '../core/audience';
import { type PresenceArtifact, parse, serialize } from '../core/presence/artifact';

/** A hash, so that a role can name the form of all of them, and a bucket's inventory says nothing of groups. */
const keyOf = (audience: Audience) =>
  `presence/${createHash('sha256').update(audience).digest('hex')}`;

/** An artifact with the tag by which the bucket knows it. */
export interface KeptPresence {
  readonly tag: string;
  readonly artifact: PresenceArtifact;
}

export interface PresenceStore {
  /** Undefined where there is none, or none that can be read; `same` where it has the tag. */
  read(audience: Audience, tag?: string): Promise<KeptPresence | 'same' | undefined>;
  put(audience: Audience, artifact: PresenceArtifact): Promise<void>;
}

/** The sets of audiences, each an object of the artifacts bucket. */
export function presenceStore(client: S3Client, Bucket: string): PresenceStore {
  return {
    async read(audience, tag) {
      try {
        const get = { Bucket, Key: keyOf(audience), ...(tag && { IfNoneMatch: tag }) };
        const { Body, ETag = '' } = await client.send(new GetObjectCommand(get));
        const artifact = Body && parse(await Body.transformToByteArray());
        return artifact && { tag: ETag, artifact };
      } catch (error) {
        if (isSame(error)) return 'same';
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },

    async put(audience, artifact) {
      const Body = serialize(artifact);
      const put = { Bucket, Key: keyOf(audience), Body, ContentType: 'application/octet-stream' };
      await client.send(new PutObjectCommand(put));
    },
  };
}

function isSame(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304;
}

/** Of an absent object S3 says that it is forbidden to whom may not list it. */
function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name);
}
