import { hkdfSync } from 'node:crypto';

/** The deployment's keys, all from one root secret that is generated once and retained. */
export interface Keys {
  /** Never rotated: every id hangs on it. */
  readonly ids: Buffer;
  readonly credentials: Buffer;
}

export function deriveKeys(root: string): Keys {
  if (root.length < 32) throw new Error('the root secret is shorter than 32 characters');
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', root, 'tocsin', label, 32));
  return { ids: derive('ids'), credentials: derive('credentials') };
}
