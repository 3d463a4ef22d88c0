import { createHash } from 'node:crypto';

/**
 * A tag's id: whoever knows its text knows it, so that the indexer needs no key for it. That it leads to the text is
 * told to those alone who see something that carries the tag.
 */
export function tagId(text: string): string {
  const hash = createHash('sha256').update(`tag ${text}`).digest();
  return (hash.readBigUInt64BE(0) >> 1n).toString();
}
