const shortest = 3;
const longest = 32;
/** Of one opinion or comment; what an opinion says beyond that is found by its other tokens. */
const mostWords = 32;

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
  return wordsOf([description, ...opinion.tags].join(' ')).slice(0, mostWords);
}

/** The words by which an indicator is found that a comment is about: of its text as it is now. */
export function wordsCommented({ text }: { readonly text: string }): string[] {
  return wordsOf(text).slice(0, mostWords);
}

/** Lower case may come apart again, so it is put together after it as well. */
function oneForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

function isWord(run: string): boolean {
  const { length } = [...run.slice(0, 2 * longest + 1)];
  return length >= shortest && length <= longest;
}
