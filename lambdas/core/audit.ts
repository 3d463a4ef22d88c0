import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What an entry can tell, by its stable name. */
export const auditKinds = {
  'descriptor.published': 'A descriptor was published, or published again after it was retracted',
  'descriptor.revised': 'It says something else, or is for more',
  'descriptor.narrowed': 'It has left audiences',
  'descriptor.retracted': 'It was taken back from every audience',
  'descriptor.expired': 'Its time is over',
  'descriptor.quarantined': 'It was hidden, since its owner is quarantined',
  'descriptor.reinstated': 'It is shown again after a quarantine',
  'remark.made': 'A comment, reaction or relation was made, or made again after it was retracted',
  'remark.changed': 'It says something else',
  'remark.narrowed': 'It has left audiences',
  'remark.retracted': 'It was taken back from every audience',
  'remark.quarantined': 'It was hidden, since its owner is quarantined',
  'remark.reinstated': 'It is shown again after a quarantine',
  'object.changed': 'Another object of the exchange was written',
  'member.admitted': 'An organisation became a member',
  'member.changed': 'What is known of a member was changed',
  'member.suspended': 'Its credentials are refused',
  'member.quarantined': 'Its credentials are refused and its words hidden',
  'member.reinstated': 'It is active again',
  'member.expelled': 'It was put out',
  'member.withdrawn': 'It has left',
  'credential.issued': 'A credential was made',
  'credential.changed': 'What a credential may do or is called was changed',
  'credential.revoked': 'A credential was given an end',
  'group.created': 'A privacy group was made',
  'group.changed': 'What a privacy group is or allows was changed',
  'group.joined': 'A member is in a privacy group from now on',
  'group.role_changed': 'A member of a privacy group has another role in it',
  'group.left': 'A member has left a privacy group',
  'group.removed': 'A member was put out of a privacy group',
  'group.invited': 'A privacy group has invited a member, or taken it back, or was answered',
  'group.asked': 'A member has asked to be in a privacy group, or was answered',
  'application.received': 'An organisation applied',
  'application.changed': 'An application was checked, answered, decided or claimed',
  'policy.changed': 'The policy in force was changed',
  'agreement.changed': 'The agreement has a new text',
  'agreement.accepted': 'A member has agreed to a version of the agreement',
  'hiding.begun': "A member's words are hidden at every read",
  'hiding.ended': "A member's words are no longer hidden at reads",
  'directory.changed': 'Something else in the directory was written',
  'feed.read': 'A page of a feed with changes was handed over',
  'values.looked_up': 'Many values were looked up at once',
  'shares.planned': 'It was asked who would see drafts, and what they say again',
  'search.read': 'A page of what a search found was handed over',
  'export.read': 'A page of an export was handed over',
  'list.read': 'A list was handed over to what can only fetch',
  'list.changed': 'What a list is made of was changed, or it was removed',
  'search.changed': 'A saved search was changed, or it was removed',
  'endpoint.disabled': 'Nothing is sent to a webhook any more: it said 410, or failed for days',
  'audit.read': "An operator looked at a member's audit",
} as const;

export type AuditKind = keyof typeof auditKinds;
export const auditKindNames = Object.keys(auditKinds) as [AuditKind, ...AuditKind[]];

/** Seen from the member whose chain it is: `exchange` did it by itself; `unknown` is a row that was removed by no way of ours. */
export const actors = ['own', 'other', 'exchange', 'unknown'] as const;
export type Actor = (typeof actors)[number];

/** The chain of what concerns no member and was done by none. */
export const exchangeChain = 'exchange';

/** Something that happened, before it has its place in a chain. Ids, versions and counts: never a value, a text or a secret. */
export const auditEvent = z.object({
  /** Of the stream's record or the message that told of it: what is told twice is one entry. */
  id: z.string(),
  /** A member's id, or `exchange`. */
  chain: z.string(),
  /** When it happened; microseconds. */
  at: z.number(),
  kind: z.enum(auditKindNames),
  actor: z.enum(actors),
  /** Of the chain's own member alone. */
  credential: z.string().nullable(),
  about: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type AuditEvent = Readonly<z.infer<typeof auditEvent>>;

/** An event with its place in its chain, from 1. */
export const auditEntry = auditEvent.extend({ n: z.number(), hash: z.string() });
export type AuditEntry = Readonly<z.infer<typeof auditEntry>>;

/** How long a chain is, and the hash of its last entry. */
export interface ChainHead {
  readonly count: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { count: 0, hash: '0'.repeat(64) };

/** SHA-256 over the previous entry's hash, a line feed and the entry as JSON. */
export function entryHash(previous: string, entry: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256')
    .update(`${previous}\n${canonical(entry)}`)
    .digest('hex');
}

function canonical({ n, id, chain, at, kind, actor, credential, about }: Omit<AuditEntry, 'hash'>) {
  const sorted = Object.entries(about).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([n, id, chain, at, kind, actor, credential, sorted]);
}

/** The chain with these events after its head. */
export function extend(
  head: ChainHead,
  events: readonly AuditEvent[],
): { readonly entries: readonly AuditEntry[]; readonly head: ChainHead } {
  let { count, hash } = head;
  const entries = events.map((event) => {
    count += 1;
    const entry = { ...event, n: count };
    hash = entryHash(hash, entry);
    return { ...entry, hash };
  });
  return { entries, head: { count, hash } };
}
