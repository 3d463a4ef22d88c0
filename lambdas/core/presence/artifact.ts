import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bytesPerWord, type PresenceSet } from './presence-set';

const header = z.object({
  /** Of the head that it was built on: of another it says nothing. */
  epoch: z.number(),
  listed: z.number(),
  /** Whatever was ever live here and first seen until then is in it. */
  position: z.number(),
  /** When the list was read from its beginning; what has left since then is still in it. */
  wholeAt: z.number(),
});

/** A set as it is kept, with what it is a set of. */
export type PresenceArtifact = Readonly<z.infer<typeof header>> & { readonly set: PresenceSet };

/** More words are not kept: such an audience is asked for every value. */
export const mostWords = 16_000_000;

const magic = Buffer.from('TPS1');
const digestBytes = 32;
const preambleBytes = magic.length + digestBytes + 4;

/** Magic, SHA-256 of what follows, length of the header, header as JSON, words in little-endian order. */
export function serialize({ set, ...about }: PresenceArtifact): Buffer {
  const text = Buffer.from(JSON.stringify(about));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const words = Buffer.from(set.buffer, set.byteOffset, set.byteLength);
  return Buffer.concat([magic, digestOf([length, text, words]), length, text, words]);
}

/** Undefined for whatever `serialize` has not written just so. */
export function parse(bytes: Uint8Array): PresenceArtifact | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.length < preambleBytes || !all.subarray(0, magic.length).equals(magic)) return undefined;
  const body = all.subarray(magic.length + digestBytes);
  if (!digestOf([body]).equals(all.subarray(magic.length, magic.length + digestBytes)))
    return undefined;
  const end = 4 + body.readUInt32LE();
  const words = body.subarray(end);
  const { data } = header.safeParse(jsonIn(body.subarray(4, end)));
  if (!data || words.length % bytesPerWord !== 0) return undefined;
  // Copied to where words may begin.
  return { ...data, set: new Uint32Array(Uint8Array.from(words).buffer) };
}

function digestOf(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
