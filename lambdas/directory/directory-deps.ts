import type { KeyObject } from 'node:crypto';
import type { NewIdDeps } from '../core/new-object';
import type { DirectoryStore } from '../store/directory-store';
import type { UseStore } from '../store/use-store';

export interface DirectoryDeps extends NewIdDeps {
  readonly directory: DirectoryStore;
  readonly pepper: KeyObject;
}

export interface CredentialDeps extends DirectoryDeps {
  readonly uses: Pick<UseStore, 'lastDays'>;
}
