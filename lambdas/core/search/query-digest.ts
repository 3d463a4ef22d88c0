import { createHash } from 'node:crypto';

/** What a cursor is bound to: the same question gives the same text, whatever else came with it. */
export function digestOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 22);
}
