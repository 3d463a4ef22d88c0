import { audiencesEpoch } from '../core/audiences-epoch';
import type { Caller } from '../core/caller';
import { disabledNotice } from '../core/notify/endpoint';
import type { EndpointStore } from '../store/endpoint-store';
import type { GroupStore } from '../store/group-store';
import { type AcceptDeps, agreementStanding } from './accept-agreement';

export interface ReadMeDeps extends Pick<AcceptDeps, 'directory'> {
  readonly groups: Pick<GroupStore, 'readGroup'>;
  readonly endpoints: Pick<EndpointStore, 'list'>;
}

/** Who the caller is here, with the names of its groups. */
export async function readMe(caller: Caller, { groups, directory, endpoints }: ReadMeDeps) {
  const { id, name, organisationClass, state } = caller.member;
  const mine = [...caller.member.groups].sort();
  const [agreement, webhooks, ...found] = await Promise.all([
    agreementStanding(caller, { directory }),
    endpoints.list(id),
    ...mine.map((groupId) => groups.readGroup(groupId)),
  ]);
  return {
    member: { id, name, organisationClass, state },
    credentialId: caller.credential.id,
    role: caller.credential.role,
    scopes: caller.scopes,
    groups: found.flatMap((group) => (group ? [{ id: group.id, name: group.name }] : [])),
    audiences: caller.audiences,
    audiencesEpoch: audiencesEpoch(caller),
    agreement,
    notices: webhooks.flatMap(({ endpoint }) => disabledNotice(endpoint) ?? []),
  };
}
