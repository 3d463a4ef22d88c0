import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** The forms of the Standard Webhooks specification: a shared secret, or the halves of an ed25519 pair. */
export type SigningScheme = 'ed25519' | 'hmac';

export const signingSchemes = ['ed25519', 'hmac'] as const satisfies readonly SigningScheme[];

/** What a deployment signs with. */
export type SigningKey =
  | { readonly scheme: 'hmac'; readonly secret: string }
  | { readonly scheme: 'ed25519'; readonly privateKey: KeyObject };

/** What a receiver verifies with. */
export type VerifyingKey =
  | { readonly scheme: 'hmac'; readonly secret: string }
  | { readonly scheme: 'ed25519'; readonly publicKey: KeyObject };

const prefixes = { secret: 'whsec_', private: 'whsk_', public: 'whpk_' } as const;
/** The specification's bounds for a shared secret. */
const [shortestSecret, longestSecret] = [24, 64];
const seedBytes = 32;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** What stands before the 32 bytes of a key in DER (RFC 8410). */
const derPrivate = Buffer.from('302e020100300506032b657004220420', 'hex');
const derPublic = Buffer.from('302a300506032b6570032100', 'hex');

/** A key in the form that is kept: `whsk_` or `whsec_`, from 32 random bytes. */
export function makeSigningKey(scheme: SigningScheme, random: (bytes: number) => Buffer): string {
  const prefix = scheme === 'hmac' ? prefixes.secret : prefixes.private;
  return prefix + random(seedBytes).toString('base64');
}

/** `whsk_` of a seed, or of seed and public half as some write it; `whsec_` of 24 to 64 bytes. */
export function readSigningKey(text: string): SigningKey {
  if (!text.startsWith(prefixes.private)) return readSecret(text);
  const bytes = decode(text, prefixes.private);
  if (bytes.length !== seedBytes && bytes.length !== 2 * seedBytes) throw unreadable();
  const key = Buffer.concat([derPrivate, bytes.subarray(0, seedBytes)]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { scheme: 'ed25519', privateKey };
}

/** `whpk_` or `whsec_`. */
export function readVerifyingKey(text: string): VerifyingKey {
  if (!text.startsWith(prefixes.public)) return readSecret(text);
  const bytes = decode(text, prefixes.public);
  if (bytes.length !== seedBytes) throw unreadable();
  const key = Buffer.concat([derPublic, bytes]);
  return { scheme: 'ed25519', publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) };
}

/** What the receiver is given of a key that signs: the public half, or the shared secret itself. */
export function verifyingKeyOf(signingKey: string): string {
  const key = readSigningKey(signingKey);
  if (key.scheme === 'hmac') return key.secret;
  const der = createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
  return prefixes.public + der.subarray(derPublic.length).toString('base64');
}

function readSecret(text: string): { scheme: 'hmac'; secret: string } {
  const { length } = decode(text, prefixes.secret);
  if (length < shortestSecret || length > longestSecret) throw unreadable();
  return { scheme: 'hmac', secret: text };
}

function decode(text: string, prefix: string): Buffer {
  const encoded = text.slice(prefix.length);
  if (!text.startsWith(prefix) || !base64.test(encoded)) throw unreadable();
  return Buffer.from(encoded, 'base64');
}

/** It says nothing of the text, which may be a secret. */
function unreadable(): Error {
  return new Error('no key of a webhook: whsec_, whsk_ or whpk_ and base64 are expected');
}
