import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { CursorKeys } from './keys';

const cipher = 'aes-256-gcm';
const [nonceBytes, tagBytes] = [12, 16];

/**
 * What a walk has to remember for its next page, as text that only this deployment can read or make. `bound` is who
 * may send it back. The nonce follows from the content, so that equal walks have equal cursors: a random one would
 * tell nothing, but nothing could show that a cursor tells nothing either.
 */
export function sealCursor(keys: CursorKeys, state: unknown, bound: string): string {
  const text = JSON.stringify(state);
  const nonce = createHmac('sha256', keys.nonce)
    .update(JSON.stringify([bound, text]))
    .digest()
    .subarray(0, nonceBytes);
  const seal = createCipheriv(cipher, keys.seal, nonce).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([seal.update(text, 'utf8'), seal.final()]);
  return Buffer.concat([nonce, sealed, seal.getAuthTag()]).toString('base64url');
}

/** Undefined for what was not sealed here for `bound`, be it off by one bit. */
export function openCursor(keys: CursorKeys, cursor: string, bound: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding skips what it does not know, and bits beyond the last byte: only one spelling is taken.
  if (bytes.toString('base64url') !== cursor || bytes.length < nonceBytes + tagBytes) return;
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(-tagBytes);
  const open = createDecipheriv(cipher, keys.seal, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(bound))
    .setAuthTag(tag);
  try {
    const text = open.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8');
    return JSON.parse(text + open.final('utf8'));
  } catch {
    return undefined;
  }
}
