/** What a write is told though it was done: what is doubtful, where, and why. Never a value that was sent. */
export interface Warning {
  readonly code: string;
  readonly detail: string;
  /** JSON pointer to the field of the request. */
  readonly pointer?: string;
}

/** An answer with its warnings, if there are any. */
export function withWarnings<T extends object>(answer: T, warnings: readonly Warning[]) {
  return warnings.length > 0 ? { ...answer, warnings } : answer;
}
