import { printable } from '../printable';
import type { Application, ApplicationStatus, Check } from './joining-replies';

/** A TXT record as a zone file has it. */
export function recordLine({ challenge: { name, type, value } }: ApplicationStatus): string {
  return printable(`${name}. 300 IN ${type} "${value}"`);
}

export function statusLines(status: ApplicationStatus): string[] {
  const { organisation, domain, state, checks, said, next } = status;
  const lines = [
    `${organisation} (${domain}): ${state}`,
    ...checkLines(checks),
    ...said.map(({ from, what, text }) => `  ${from}: ${what}${text ? `: ${text}` : ''}`),
    `next: ${next.action}${next.by ? ` (${next.by})` : ''}`,
  ];
  return lines.map(printable);
}

export function checkLines(checks: readonly Check[]): string[] {
  return checks.map(({ name, result, reason, wayOn }) => {
    const mending = result === 'passed' || !wayOn ? '' : ` ${wayOn}`;
    return `  ${name}: ${result}. ${reason}${mending}`;
  });
}

export function applicationLine({ id, state, domain, organisation, ...one }: Application): string {
  const { sector, organisationClass, country } = one;
  const open = one.checks.filter(({ result }) => result !== 'passed').map(({ name }) => name);
  const wanting = open.length > 0 ? `  open: ${open.join(', ')}` : '';
  return printable(
    `${id}  ${state}  ${domain}  ${organisation}  ${sector}, ${organisationClass}, ${country}${wanting}`,
  );
}

export function applicationLines(one: Application): string[] {
  const { contact, purpose, checks, said } = one;
  const lines = [
    ...[`contact: ${contact}`, `purpose: ${purpose}`],
    ...checkLines(checks),
    ...said.map(({ at, from, what, text }) => `  ${at} ${from}: ${what}${text ? `: ${text}` : ''}`),
  ];
  return [applicationLine(one), ...lines.map(printable)];
}
