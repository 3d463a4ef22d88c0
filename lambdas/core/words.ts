const shortest = 3;
const longest = 32;
/** Of one opinion; what it says beyond that is found by its other tokens. */
const wordsOfOpinion = 32;

/**
 * The words of a text, each once, in its order: runs of letters and digits, in lower case and in one form of
 * Unicode, of 3 to 32 characters. Pointers, predicates and queries all go by it, so that they can't disagree.
 */
export function wordsOf(text: string): string[] {
  const words = oneForm(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(isWord);
  return [...new Set(words)];
}

/** The words by which an opinion is found: of its description first, then of its tags. */
export function wordsSaid(opinion: {
  readonly description?: unknown;
  readonly tags: readonly string[];
}): string[] {
  const description = typeof opinion.description === 'string' ? opinion.description : '';
  return wordsOf([description, ...opinion.tags].join(' ')).slice(0, wordsOfOpinion);
}

/** Lower case may come apart again, so it is put together after it as well. */
function oneForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

function isWord(run: string): boolean {
  const { length } = [...run.slice(0, 2 * longest + 1)];
  return length >= shortest && length <= longest;
}
