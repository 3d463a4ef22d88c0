import type { RepairReply } from '../../../lambdas/contracts/operations';
import { printable } from '../printable';
import { count, driftText } from './examine';

const findingsShown = 10;

/** What a walk looked at, found and mended, a line each. */
export function walkLines(reply: RepairReply): readonly string[] {
  const { job, objects, audiences, drift, repaired, findings, failed } = reply;
  const seen = `${count(objects, 'object')} and ${count(audiences, 'audience')}`;
  const shown = findings.slice(0, findingsShown);
  const others = findings.length - shown.length;
  return [
    `walked    ${seen}`,
    ...(job === 'rebuild-index' ? [] : [`found     ${driftText(drift)}`]),
    ...shown.map(({ kind, audience = '', id = '' }) =>
      printable(`  ${kind.padEnd(8)}${audience} ${id}`.trimEnd()),
    ),
    ...(others > 0 ? [`  … ${others} more with --json`] : []),
    ...(job === 'check' ? [] : [`repaired  ${driftText(repaired)}`]),
    ...failed.map(({ id, reason }) => printable(`failed    ${id}: ${reason}`)),
  ];
}
