import { newToken } from '../core/credential';
import { scopesOfRole } from '../core/member';
import type { DirectoryDeps } from './directory-deps';

export type BootstrapAnswer =
  | {
      readonly status: 'created';
      readonly operatorId: string;
      readonly credentialId: string;
      readonly token: string;
    }
  | { readonly status: 'already_bootstrapped'; readonly operatorId: string };

/** The one id of the first operator: a second bootstrap finds it taken. */
const bootstrapPart = 'first operator';

/**
 * Makes the operator and its first credential, once. The token is shown in this answer only; the
 * credential's id is fixed, so that of two bootstraps at once only one gets a token.
 */
export async function bootstrap(deps: DirectoryDeps): Promise<BootstrapAnswer> {
  const { directory, makeId } = deps;
  const operatorId = makeId('member', bootstrapPart).id;
  const profile = { id: operatorId, name: 'Operator' } as const;
  await directory.addProfile({ ...profile, organisationClass: 'operator', state: 'active' });
  const id = makeId('credential', bootstrapPart).id;
  const { token, hash } = newToken(operatorId, deps);
  const rights = { role: 'operator', scopes: [...scopesOfRole.operator] } as const;
  const credential = { id, name: 'Bootstrap', hash, ...rights, createdAt: deps.now() };
  const isFirst = await directory.addCredential(operatorId, {
    ...credential,
    scopes: [...rights.scopes],
  });
  return isFirst
    ? { status: 'created', operatorId, credentialId: id, token }
    : { status: 'already_bootstrapped', operatorId };
}
