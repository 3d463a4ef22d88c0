import type { KeyObject } from 'node:crypto';
import type { ResolveTxt } from '../core/domain-proof';
import type { NewIdDeps } from '../core/new-object';
import type { AgreementStore } from '../store/agreement-store';
import type { ApplicationStore } from '../store/application-store';
import type { GovernanceStore } from '../store/governance-store';

export interface JoiningDeps extends NewIdDeps {
  readonly applications: ApplicationStore;
  readonly agreements: AgreementStore;
  readonly governance: GovernanceStore;
  readonly resolveTxt: ResolveTxt;
  readonly pepper: KeyObject;
}
