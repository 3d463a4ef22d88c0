/** What an error of any kind says: not every one that Node throws is an Error of this realm. */
export function messageOf(error: unknown): string {
  const isObject = typeof error === 'object' && error !== null && 'message' in error;
  return isObject ? String(error.message) : String(error);
}
