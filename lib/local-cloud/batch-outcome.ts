import { isRecord } from './properties';
import type { Outcome } from './worker';

/** Identifiers that the function reported as failed; `all` when the batch as a whole failed. */
export function failuresOf(outcome: Outcome, reports: boolean): readonly string[] | 'all' {
  if (outcome.status !== 'returned') return 'all';
  if (!reports) return [];
  const result: unknown = JSON.parse(outcome.payload);
  const failures = isRecord(result) ? (result['batchItemFailures'] ?? []) : [];
  if (result !== null && !isRecord(result)) return 'all';
  if (!Array.isArray(failures)) return 'all';
  const identifiers = failures.map((one: unknown) => isRecord(one) && one['itemIdentifier']);
  const texts = identifiers.filter((one) => typeof one === 'string' && one !== '');
  return texts.length === failures.length ? texts.map(String) : 'all';
}
