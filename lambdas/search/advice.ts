/** What makes a walk shorter, by the condition that it went by. */
const advice: Readonly<Record<string, string>> = {
  all: 'No condition narrows it down: add q, tag, owner or type, or publishedSince.',
  type: 'A type alone is a long list: add q, tag or owner, or publishedSince.',
  prefix: 'Many values begin alike: give more of it, or take mode=below with the domain.',
};

export function adviceFor(driver: string): string {
  return (
    advice[driver] ?? 'Add another q, tag or owner, or publishedSince, or go on by the cursor.'
  );
}
