import type { Finding, RepairReply } from '../../../lambdas/contracts/operations';
import { printable } from '../printable';
import { count, driftText } from './examine';

const findingsShown = 10;

/** What a walk looked at, found and mended, a line each. */
export function walkLines(reply: RepairReply): readonly string[] {
  const { job, objects, audiences, drift, repaired, findings, failed, strays } = reply;
  const seen = `walked    ${count(objects, 'object')} and ${count(audiences, 'audience')}`;
  const failures = failed.map(({ id, reason }) => printable(`failed    ${id}: ${reason}`));
  // A rebuild finds nothing there, of anything: that tells nobody anything.
  if (job === 'rebuild-index') return [seen, `made      ${driftText(repaired)}`, ...failures];
  return [
    seen,
    `found     ${driftText(drift)}`,
    ...findingLines(findings),
    ...(job === 'check' ? [] : [`repaired  ${driftText(repaired)}`]),
    ...(strays > 0 ? [`strays    ${count(strays, 'place')} in lists, left by a death`] : []),
    ...failures,
  ];
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  const lines = findings
    .slice(0, findingsShown)
    .map(({ kind, audience = '', id = '' }) =>
      printable(`  ${kind.padEnd(8)}${audience} ${id}`.trimEnd()),
    );
  const others = findings.length - lines.length;
  return others > 0 ? [...lines, `  … ${others} more with --json`] : lines;
}
