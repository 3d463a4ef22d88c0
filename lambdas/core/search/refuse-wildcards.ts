import { looksLikePattern } from '../indicator/detect';
import { DomainError } from '../problem';

/** A star or an expression would be a walk over everything: told with what answers the same question at once. */
export function refuseWildcards(q: string): void {
  if (looksLikePattern(q) || /^\^|\$$|\.\*|\.\+/.test(q)) {
    throw refused(
      'Regular expressions are not searched: take mode=prefix for how it begins, mode=below for a domain and all below it, or mode=words.',
    );
  }
  if (/^\*\.?[^*?]+$/.test(q)) {
    throw refused(
      'Wildcards are not searched: take mode=below for a domain and all below it, without the star.',
    );
  }
  if (q.includes('*') || /\w\?\w*$/.test(q)) {
    throw refused(
      'Wildcards are not searched: take mode=prefix with what stands before the first of them.',
    );
  }
}

function refused(detail: string): DomainError {
  return new DomainError('field.invalid', detail, { pointer: '/q' });
}
