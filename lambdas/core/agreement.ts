import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from './problem';

/** What every member agrees to, in one of its versions. */
export interface Agreement {
  /** 1 is ours, in force until the operator puts another. */
  readonly version: number;
  readonly text: string;
  /** ISO time; null of the text that comes with the exchange. */
  readonly publishedAt: string | null;
}

/** Of the agreement in force, what a request needs to know. */
export type AgreementInForce = Pick<Agreement, 'version' | 'publishedAt'>;

/** That somebody agreed: when, and to exactly which text. */
export const acceptance = z.object({
  version: z.number(),
  /** Of the text in UTF-8, hex. */
  sha256: z.string(),
  acceptedAt: z.string(),
  /** Who agreed for the organisation: the contact of its application, later the id of a credential. */
  acceptedBy: z.string(),
});
export type Acceptance = Readonly<z.output<typeof acceptance>>;

export function agreementHash({ text }: Pick<Agreement, 'text'>): string {
  return createHash('sha256').update(text).digest('hex');
}

const text = `Agreement of the members of this exchange

1. Purpose. Members share what they know of threats so that each can defend itself. What you get here you use for defence, and for nothing else.

2. What you give stays yours. You decide who sees it, may narrow that, and may take it back. You give what you may lawfully give, and to your best knowledge; nobody warrants that it is right or complete.

3. What you get you handle as it is marked. The audience says who sees it, the TLP label (FIRST, version 2.0) how it may be passed on. Without a label that allows it, you pass nothing on outside your organisation. What is retracted you remove from your systems within 30 days.

4. Personal data stays off. You publish no names of victims, no content of messages, no credentials, and no personal data beyond what an indicator needs. What slips through you retract as soon as you learn of it.

5. Secrets. You keep credentials to yourself, give each person and machine its own, and report a leak at once. What is done with your credentials is done by you.

6. No reprisal, no attack. Nothing here is an order or a licence to act against anybody's systems. You do not use what a member shared against that member.

7. The operator runs the exchange by its published policy, may suspend a member that breaks this agreement, and says why. The operator does not look into what members share beyond what running the exchange and the law require.

8. Leaving. You may leave at any time; what you gave is taken back. Section 3 goes on for what you got.

9. Changes. A new version of this agreement is published before it is in force. Who does not agree leaves.
`;

export const defaultAgreement: Agreement = { version: 1, text, publishedAt: null };

export function staleAgreement(currentVersion: number, pointer = '/version'): DomainError {
  return new DomainError(
    'agreement.version_stale',
    'That is not the version of the agreement in force: read GET /v1/agreement and name its version.',
    { pointer, extra: { currentVersion } },
  );
}
