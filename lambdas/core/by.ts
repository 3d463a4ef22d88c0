import { z } from 'zod';
import type { Caller } from './caller';

/**
 * Which credential wrote an item. It is kept on the item for the audit, and is part of no projection; what the exchange
 * does by itself carries none, so that whoever wrote before is not blamed for it.
 */
export const by = z.object({ member: z.string(), credential: z.string() });
export type By = Readonly<z.infer<typeof by>>;

export function byOf({ member, credential }: Pick<Caller, 'member' | 'credential'>): By {
  return { member: member.id, credential: credential.id };
}

const actor = z.object({ memberId: z.string(), credentialId: z.string() });

/** Who wrote an item, by either of the two forms in which items say it. */
export function readBy(value: unknown): By | undefined {
  const { data: plain } = by.safeParse(value);
  if (plain) return plain;
  const { data: named } = actor.safeParse(value);
  return named && { member: named.memberId, credential: named.credentialId };
}
