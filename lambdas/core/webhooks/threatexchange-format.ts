import { createHmac, timingSafeEqual } from 'node:crypto';

/** What ThreatExchange's receivers verify: the newer header and the older one, over the bytes of the body. */
export function signHub(body: string, secret: string): Record<string, string> {
  return {
    'x-hub-signature-256': `sha256=${digest('sha256', body, secret)}`,
    'x-hub-signature': `sha1=${digest('sha1', body, secret)}`,
  };
}

/** By the newer header alone: SHA-1 is sent for those who know nothing else. */
export function verifyHub(header: string, body: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${digest('sha256', body, secret)}`);
  const given = Buffer.from(header);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** JSON in ASCII, as it is signed there. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export interface HubSubscription {
  /** A decimal number, fresh for each try. */
  readonly challenge: string;
  /** The receiver knows it: it was given with the subscription. */
  readonly verifyToken: string;
}

/** The URL of the verification; what the receiver's own URL asks for is kept. */
export function hubVerificationUrl(callback: string, asked: HubSubscription): string {
  const url = new URL(callback);
  url.searchParams.append('hub.mode', 'subscribe');
  url.searchParams.append('hub.challenge', asked.challenge);
  url.searchParams.append('hub.verify_token', asked.verifyToken);
  return url.href;
}

/** A receiver answers with the challenge; the public Python client can only answer with a text that was configured. */
export function isHubAnswer(
  bodyStart: string,
  { challenge, verifyToken }: HubSubscription,
): boolean {
  const answer = bodyStart.trim();
  return answer !== '' && (answer === challenge || answer === verifyToken);
}

function digest(algorithm: 'sha256' | 'sha1', body: string, secret: string): string {
  return createHmac(algorithm, secret).update(body).digest('hex');
}
