import { type Agreement, agreementHash, staleAgreement } from '../core/agreement';
import { byOf } from '../core/by';
import type { Caller } from '../core/caller';
import { type Idempotency, isRepeat } from '../core/idempotency';
import { type Clock, isoTime } from '../core/time';
import type { AgreementStore } from '../store/agreement-store';

export interface AgreementDeps {
  readonly agreements: AgreementStore;
  readonly now: Clock;
}

export async function readAgreement({ agreements }: Pick<AgreementDeps, 'agreements'>) {
  return agreementView(await agreements.readCurrent());
}

/** Puts a text in force in place of the version that was read. What was agreed to before stays recorded. */
export async function putAgreement(
  { version, text }: { readonly version: number; readonly text: string },
  operator: Caller,
  idempotency: Idempotency | undefined,
  { agreements, now }: AgreementDeps,
) {
  const standing = await agreements.readCurrent();
  const next = { version: version + 1, text, publishedAt: isoTime(now()) };
  const stored = { ...next, by: byOf(operator), ...(idempotency ? { idempotency } : {}) };
  if (standing.version === version && (await agreements.add(stored))) return agreementView(next);
  const other = await agreements.readCurrent();
  if (isRepeat(other.idempotency, idempotency)) return agreementView(other);
  throw staleAgreement(other.version);
}

function agreementView({ version, text, publishedAt }: Agreement) {
  return { version, text, sha256: agreementHash({ text }), publishedAt };
}
