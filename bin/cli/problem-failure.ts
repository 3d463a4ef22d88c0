import { type ExitCode, exitCodes, Failure } from './command';
import { printable } from './printable';

/** A refusal by the exchange: a problem document (RFC 9457), or something else with a status. */
export class ProblemFailure extends Failure {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: unknown) {
    const details = isRecord(body) ? body : {};
    const code = typeof details['code'] === 'string' ? details['code'] : '';
    super(exitCodeOf(status, code), sentence(status, code, details));
    this.code = code;
    this.details = details;
  }
}

function sentence(
  status: number,
  code: string,
  { detail }: Readonly<Record<string, unknown>>,
): string {
  if (code === '')
    return `the server answered ${status}, and not as an exchange does: is the URL right?`;
  return printable(`${code}: ${typeof detail === 'string' ? detail : `status ${status}`}`);
}

function exitCodeOf(status: number, code: string): ExitCode {
  if (code === '' || status >= 500 || status === 429) return exitCodes.failed;
  if (code === 'application.refused') return exitCodes.refused;
  return status === 401 || status === 403 ? exitCodes.unauthorised : exitCodes.usage;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
