/** The headings of the README's runbook that alarms point to; a test of the README compares. */
export const runbookAnchors = [
  'runbook-index-lag',
  'runbook-parked-changes',
  'runbook-drift',
  'runbook-audit-lag',
  'runbook-audit-parked',
  'runbook-audit-sealer-silent',
  'runbook-audit-shrunk',
  'runbook-match-lag',
  'runbook-match-parked',
  'runbook-delivery-lag',
  'runbook-delivery-parked',
  'runbook-function-errors',
  'runbook-function-throttles',
  'runbook-api-server-errors',
  'runbook-expirer-silent',
  'runbook-table-throttles',
  'runbook-id-clash',
] as const;

export type RunbookAnchor = (typeof runbookAnchors)[number];

/** What an operator reads at three in the morning: who notices what, then where to look. */
export function alarmDescription(impact: string, anchor: RunbookAnchor): string {
  return `${impact} README.md#${anchor}`;
}
