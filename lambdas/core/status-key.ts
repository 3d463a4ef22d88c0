import type { KeyObject } from 'node:crypto';
import { hashSecret } from './credential';

/** Opens the status page of one application: `<application id>.<secret>`, the secret 43 random characters. */
export interface StatusKey {
  readonly applicationId: string;
  readonly secret: string;
}

const form = /^([1-9][0-9]{0,18})\.([A-Za-z0-9_-]{43})$/;

/** From 32 random bytes. */
export function makeStatusKey(applicationId: string, random: Buffer): StatusKey {
  return { applicationId, secret: random.toString('base64url') };
}

/** Undefined for what can't be one, told without a read. */
export function parseStatusKey(text: string): StatusKey | undefined {
  const [, applicationId, secret] = form.exec(text) ?? [];
  return applicationId && secret ? { applicationId, secret } : undefined;
}

export function statusPage({ applicationId, secret }: StatusKey): string {
  return `/v1/applications/status/${applicationId}.${secret}`;
}

/** What is stored of it. No member has such an id: this is the hash of no credential. */
export function hashStatusKey(pepper: KeyObject, { applicationId, secret }: StatusKey): string {
  return hashSecret(pepper, { memberId: `application/${applicationId}`, secret });
}
