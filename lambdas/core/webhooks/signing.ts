import { sign, timingSafeEqual, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { microsPerSecond } from '../time';
import {
  readSigningKey,
  readVerifyingKey,
  type SigningKey,
  type VerifyingKey,
} from './signing-key';

/** One attempt: its id is the same in each, its time is not. */
export interface WebhookMessage {
  /** Without a dot, which would make what is signed ambiguous. */
  readonly id: string;
  readonly body: string;
}

/** For how long an attempt is believed, in each direction. */
export const toleranceSeconds = 5 * 60;

/** More signatures than keys are ever live. */
const mostSignatures = 100;
/** The version says which scheme signed. */
const versions = { hmac: 'v1', ed25519: 'v1a' } as const;

/** The headers of the Standard Webhooks specification, signed with every live key. */
export function signWebhook(
  { id, body }: WebhookMessage,
  keys: readonly string[],
  nowMicros: number,
): Record<string, string> {
  if (!/^[\w-]+$/.test(id) || keys.length === 0) throw new Error('a webhook without id or key');
  const seconds = Math.floor(nowMicros / microsPerSecond);
  const signatures = keys.map((key) => signature(readSigningKey(key), { id, body }, seconds));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}

export type Verification =
  | { readonly kind: 'verified'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: 'headers' | 'too_old' | 'too_new' | 'signature' };

/** What a receiver does: one signature by one of its keys, within the tolerance. Header names in lower case. */
export function verifyWebhook(
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  keys: readonly string[],
  nowMicros: number,
): Verification {
  const { id, timestamp, signatures } = read(headers);
  if (!id || !/^\d{1,12}$/.test(timestamp) || signatures.length > mostSignatures) {
    return { kind: 'refused', reason: 'headers' };
  }
  const age = Math.floor(nowMicros / microsPerSecond) - Number(timestamp);
  if (age > toleranceSeconds) return { kind: 'refused', reason: 'too_old' };
  if (-age > toleranceSeconds) return { kind: 'refused', reason: 'too_new' };
  const isSigned = keys
    .map(readVerifyingKey)
    .some((key) => signatures.some((each) => isBy(key, each, { id, body }, Number(timestamp))));
  return isSigned ? { kind: 'verified', id } : { kind: 'refused', reason: 'signature' };
}

function read(headers: Readonly<Record<string, string | undefined>>) {
  return {
    id: headers['webhook-id'] ?? '',
    timestamp: headers['webhook-timestamp'] ?? '',
    signatures: (headers['webhook-signature'] ?? '').split(' ').filter((text) => text !== ''),
  };
}

function signature(key: SigningKey, message: WebhookMessage, seconds: number): string {
  if (key.scheme === 'hmac') return hmac(key.secret, message, seconds);
  const bytes = sign(null, contentOf(message, seconds), key.privateKey);
  return `${versions.ed25519},${bytes.toString('base64')}`;
}

function isBy(key: VerifyingKey, text: string, message: WebhookMessage, seconds: number): boolean {
  const version = `${versions[key.scheme]},`;
  if (!text.startsWith(version)) return false;
  if (key.scheme === 'hmac') return isSame(text, hmac(key.secret, message, seconds));
  const encoded = text.slice(version.length);
  const bytes = Buffer.from(encoded, 'base64');
  // Any other spelling of the same bytes is refused too.
  const isCanonical = bytes.toString('base64') === encoded;
  return isCanonical && verify(null, contentOf(message, seconds), key.publicKey, bytes);
}

/** The library verifies by its own clock, so that it signs here, and tests hold the two against each other. */
function hmac(secret: string, { id, body }: WebhookMessage, seconds: number): string {
  return new Webhook(secret).sign(id, new Date(seconds * 1000), body);
}

function contentOf({ id, body }: WebhookMessage, seconds: number): Buffer {
  return Buffer.from(`${id}.${seconds}.${body}`);
}

/** Never as far as the shorter of the two reaches: an empty signature would be like any. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
