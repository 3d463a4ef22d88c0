/** What makes a walk shorter, by the condition that it went by. */
const advice: Readonly<Record<string, string>> = {
  exact:
    'More is said to be of this file than one search follows: ask for one of the hashes found, or for /v1/indicators/{id}/related.',
  all: 'No condition narrows it down: add q, tag, owner or type, or publishedSince.',
  type: 'A type alone is a long list: add q, tag or owner, or publishedSince.',
  prefix: 'Many values begin alike: give more of it, or take mode=below with the domain.',
};

export function adviceFor(driver: string): string {
  return (
    advice[driver] ?? 'Add another q, tag or owner, or publishedSince, or go on by the cursor.'
  );
}
