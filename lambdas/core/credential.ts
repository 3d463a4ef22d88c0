import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** `<member id>|<secret>`: 43 random characters and a checksum of 6, by which scanners and typing errors are told. */
export interface Token {
  readonly memberId: string;
  readonly secret: string;
}

const tokenForm = /^([1-9][0-9]{7,18})\|([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;

/** A token from 32 random bytes. */
export function makeToken(memberId: string, random: Buffer): string {
  const secret = random.toString('base64url');
  return `${memberId}|${secret}${checksum(memberId, secret)}`;
}

/** Undefined for what can't be a token, told without a read. */
export function parseToken(text: string): Token | undefined {
  const [, memberId, secret, sum] = tokenForm.exec(text) ?? [];
  if (!memberId || !secret || sum !== checksum(memberId, secret)) return undefined;
  return { memberId, secret };
}

/** A new token, with what is stored of it. */
export function newToken(
  memberId: string,
  { pepper, random }: { readonly pepper: KeyObject; readonly random: (bytes: number) => Buffer },
): { readonly token: string; readonly hash: string } {
  const token = makeToken(memberId, random(32));
  const parsed = parseToken(token);
  if (!parsed) throw new Error('a token that was just made does not parse');
  return { token, hash: hashSecret(pepper, parsed) };
}

/** What is stored of a secret: it has 256 random bits, so a keyed hash needs no salt and no slowness. */
export function hashSecret(pepper: KeyObject, { memberId, secret }: Token): string {
  return createHmac('sha256', pepper).update(`${memberId}|${secret}`).digest('base64url');
}

export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function checksum(memberId: string, secret: string): string {
  return createHash('sha256').update(`${memberId}|${secret}`).digest('base64url').slice(0, 6);
}
