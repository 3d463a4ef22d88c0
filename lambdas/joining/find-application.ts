import type { Application } from '../core/application';
import { isSameHash } from '../core/credential';
import { DomainError, notFound } from '../core/problem';
import { hashStatusKey, parseStatusKey } from '../core/status-key';
import type { JoiningDeps } from './joining-deps';

/** The application whose status page a key opens; a key that opens none tells nothing of why. */
export async function findApplication(
  text: string,
  { applications, pepper }: Pick<JoiningDeps, 'applications' | 'pepper'>,
): Promise<Application> {
  const key = parseStatusKey(text);
  const one = key && (await applications.read(key.applicationId));
  if (!key || !one || !isSameHash(one.keyHash, hashStatusKey(pepper, key))) throw notFound();
  return one;
}

export function wrongState(detail: string): DomainError {
  return new DomainError('application.wrong_state', detail);
}

/** Somebody else has changed it just now. */
export function staleApplication(currentVersion: number): DomainError {
  return new DomainError(
    'application.version_stale',
    'The application has changed since that version: read it and decide on what it says now.',
    { pointer: '/version', extra: { currentVersion } },
  );
}
