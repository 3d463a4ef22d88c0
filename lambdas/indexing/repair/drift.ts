import type { DriftKind, Finding } from '../../contracts/operations';

const mostFindings = 50;
const mostFailed = 50;
const mostMissing = 20;

export interface Drift {
  readonly found: Partial<Record<DriftKind, number>>;
  readonly repaired: Partial<Record<DriftKind, number>>;
  readonly findings: Finding[];
  readonly failed: { readonly id: string; readonly reason: string }[];
  readonly missing: string[];
  /** Places in lists that no row came to. */
  strays: number;
}

export function noDrift(): Drift {
  return { found: {}, repaired: {}, findings: [], failed: [], missing: [], strays: 0 };
}

export function addFinding(drift: Drift, finding: Finding): void {
  drift.found[finding.kind] = (drift.found[finding.kind] ?? 0) + 1;
  if (drift.findings.length < mostFindings) drift.findings.push(finding);
}

export function addRepaired({ repaired }: Drift, kind: DriftKind): void {
  repaired[kind] = (repaired[kind] ?? 0) + 1;
}

export function addFailed({ failed }: Drift, id: string, reason: string): void {
  if (failed.length < mostFailed) failed.push({ id, reason });
}

export function addMissing({ missing }: Drift, what: string): void {
  if (missing.length < mostMissing && !missing.includes(what)) missing.push(what);
}
