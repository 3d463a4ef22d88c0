import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HiddenOwners } from '../governance';
import { microsOf, microsPerSecond } from '../time';
import { tlps } from '../tlp-rules';

/**
 * Of a list; more are refused, not cut off, so that no firewall takes a part for the whole. The read units are those
 * of a search, which may go through far more than it finds.
 */
export const listLimits = { values: 50_000, bytes: 4_000_000, readUnits: 100_000 } as const;

/** What is retracted has left every list by then. */
export const freshSeconds = 15 * 60;

const span = z.object({ since: z.number(), until: z.number().optional() });

/** What a list is made of and for whom: where any of it is another, the list is not handed over. */
const basis = z.object({
  /** Version of its definition. */
  definition: z.number(),
  audiencesEpoch: z.string(),
  /** Of a list of a search: which search that was, and whose words were hidden. */
  search: z.string().nullable(),
});
export type ListBasis = Readonly<z.infer<typeof basis>>;

export const cachedList = basis.extend({
  builtAt: z.number(),
  /** When it became what it is; a list that is built again and says the same keeps it. */
  changedAt: z.number(),
  soonestExpiry: z.string().nullable(),
  /** Whose opinions it stands on, and what of theirs was hidden when it was built. */
  owners: z.record(z.string(), span.nullable()),
  tlp: z.enum(tlps),
  values: z.number(),
  /** Why it is none that can be handed over. */
  refusal: z.enum(['too_large', 'too_wide']).nullable(),
  text: z.string(),
});
export type CachedList = Readonly<z.infer<typeof cachedList>>;

export interface Wanted extends ListBasis {
  readonly hidden: HiddenOwners;
  readonly nowMicros: number;
}

/** Whether a copy may be handed over as it is. */
export function isServable(copy: CachedList, wanted: Wanted): boolean {
  const { nowMicros, hidden } = wanted;
  const age = nowMicros - copy.builtAt;
  return (
    copy.definition === wanted.definition &&
    copy.audiencesEpoch === wanted.audiencesEpoch &&
    copy.search === wanted.search &&
    age >= 0 &&
    age < freshSeconds * microsPerSecond &&
    (copy.soonestExpiry === null || microsOf(copy.soonestExpiry) > nowMicros) &&
    Object.entries(copy.owners).every(([owner, was]) => isAsHidden(hidden, owner, was))
  );
}

function isAsHidden(
  hidden: HiddenOwners,
  owner: string,
  was: z.infer<typeof span> | null,
): boolean {
  const is = hidden.get(owner);
  return is?.since === was?.since && is?.until === was?.until;
}

export function entityTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** Whether what the caller has already is this: RFC 9110 section 13.1.2. */
export function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const held = [...ifNoneMatch.matchAll(/"[^"]*"/g)].map(([each]) => each);
  return ifNoneMatch.trim() === '*' || held.includes(tag);
}
