import type { z } from 'zod';
import { DomainError } from '../core/problem';

/** What a schema found first, as a problem: where it is, and what it should be. Values are never repeated. */
export function fieldProblem(error: z.ZodError, base = ''): DomainError {
  const [issue] = error.issues;
  if (!issue) return new DomainError('field.invalid', 'The request is not valid.');
  const path =
    issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const detail = issue.message.startsWith('Unrecognized key')
    ? 'There is no such field here.'
    : `${issue.message}.`;
  return new DomainError('field.invalid', detail, { pointer: base + jsonPointer(path) });
}

/** RFC 6901, cut where a caller's own key makes it long. */
function jsonPointer(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => String(part).slice(0, 64).toWellFormed());
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
