import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * The deployment's keys, all from one root secret that is generated once and retained. They are key objects,
 * because an HMAC under a bare buffer imports it anew each time, which costs six times the HMAC itself.
 */
export interface Keys {
  /** Never rotated: every id hangs on it. */
  readonly ids: KeyObject;
  readonly credentials: KeyObject;
  readonly cursors: CursorKeys;
}

export interface CursorKeys {
  readonly seal: KeyObject;
  readonly nonce: KeyObject;
}

export function deriveKeys(root: string): Keys {
  if (root.length < 32) throw new Error('the root secret is shorter than 32 characters');
  const derive = (label: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', root, 'tocsin', label, 32)));
  const cursors = { seal: derive('cursors'), nonce: derive('cursor nonces') };
  return { ids: derive('ids'), credentials: derive('credentials'), cursors };
}
