import type { SearchFields } from './query-of';

/** What makes a walk shorter, where it is of one kind alone. */
const advice: Readonly<Record<string, string>> = {
  exact:
    'More is said to be of this file than one search follows: ask for one of the hashes found, or for /v1/indicators/{id}/related.',
  prefix: 'Many values begin alike: give more of it, or take mode=below with the domain.',
};

/** Filters whose lists are walked instead, or that cut a list short, the most telling first. */
const narrowing = ['q', 'tag', 'owner', 'type', 'publishedSince', 'audience'] as const;

/** Which filter to add to a query that went by this condition. */
export function adviceFor(driver: string, fields: SearchFields): string {
  const known = advice[driver];
  if (known) return known;
  const missing = narrowing.filter((name) => fields[name] === undefined);
  const what = driver === 'all' ? 'All that you see' : `What ${driver} leads to`;
  return missing.length > 0
    ? `${what} is long: add ${missing.join(', or ')}; or go on by the cursor.`
    : `${what} is long: name fewer values or a shorter time; or go on by the cursor.`;
}
