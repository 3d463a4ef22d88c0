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
 * Makes the operator and its first credential, once: while it has none, ended ones included. The token is shown in this
 * answer only; of two bootstraps at once only one gets a token.
 */
export async function bootstrap(deps: DirectoryDeps): Promise<BootstrapAnswer> {
  const { directory, makeId } = deps;
  const operatorId = makeId('member', bootstrapPart).id;
  const profile = { id: operatorId, name: 'Operator' } as const;
  await directory.addProfile({ ...profile, organisationClass: 'operator', state: 'active' });
  const id = makeId('credential', bootstrapPart).id;
  const { token, hash } = newToken(operatorId, deps);
  const rights = { role: 'operator' as const, scopes: [...scopesOfRole.operator] };
  const add = { id, name: 'Bootstrap', hash, ...rights, createdAt: deps.now() };
  return directory.changeCredentials<BootstrapAnswer>(operatorId, (record) => {
    const isFirst = record?.credentials.length === 0;
    return isFirst
      ? { changes: { add }, value: { status: 'created', operatorId, credentialId: id, token } }
      : { value: { status: 'already_bootstrapped', operatorId } };
  });
}
