import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

const cipher = 'aes-256-gcm';
const [nonceBytes, tagBytes] = [12, 16];

/** From the root secret of the webhooks, which few functions may read. */
export function sealingKey(root: string): KeyObject {
  if (root.length < 32) throw new Error('the root secret is shorter than 32 characters');
  return createSecretKey(Buffer.from(hkdfSync('sha256', root, 'tocsin', 'webhook secrets', 32)));
}

/** A secret as it is kept. `of` is whose it is: moved to another place it does not open. */
export function sealSecret(
  key: KeyObject,
  secret: string,
  of: string,
  random: (bytes: number) => Buffer,
): string {
  const nonce = random(nonceBytes);
  const seal = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(of));
  const sealed = Buffer.concat([seal.update(secret, 'utf8'), seal.final()]);
  return Buffer.concat([nonce, sealed, seal.getAuthTag()]).toString('base64url');
}

/** Throws for what was not sealed here for `of`. */
export function openSecret(key: KeyObject, sealed: string, of: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const open = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(of))
    .setAuthTag(bytes.subarray(-tagBytes));
  return open.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + open.final('utf8');
}
