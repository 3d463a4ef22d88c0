import type { Warning } from '../warning';
import { type Examination, told } from './examine';
import type { Finding } from './screen';

/** What a write is told that was done nevertheless: what was masked in it, and by which lists it is known to be good. */
export function screenWarnings({
  findings,
  knownGood = [],
}: Pick<Examination, 'findings'> & Partial<Pick<Examination, 'knownGood'>>): Warning[] {
  const redacted = findings.filter(({ verdict }) => verdict === 'redact');
  return [
    ...(redacted.length > 0 ? [redactedWarning(redacted)] : []),
    ...(knownGood.length > 0 ? [listedWarning(knownGood)] : []),
  ];
}

function redactedWarning(findings: readonly Finding[]): Warning {
  const detail = 'What seems personal or secret was masked before it was stored.';
  const pointer = findings[0]?.field ?? '';
  return Object.assign({ code: 'screen.redacted', detail, pointer }, told(findings));
}

function listedWarning(lists: Examination['knownGood']): Warning {
  const names = [...new Set(lists.map(({ name }) => name))].join(', ');
  const detail = `It is on a list of what is known to be good: ${names}.`;
  return Object.assign({ code: 'known_good.listed', detail, pointer: '/value' }, { lists });
}
