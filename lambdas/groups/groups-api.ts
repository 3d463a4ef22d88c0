import { type Endpoint, endpoint } from '../contracts/endpoint';
import { createGroupRoute, setGroupMembersRoute } from '../contracts/groups.contract';
import { createGroup } from './create-group';
import type { GroupDeps } from './group-deps';
import { setGroupMembers } from './set-members';

/** Who is in which privacy group. */
export function groupsApi(deps: GroupDeps): Endpoint[] {
  return [
    endpoint(createGroupRoute, async ({ body, caller, idempotency }) => {
      const { created, value } = await createGroup(body, caller, idempotency, deps);
      const { id, name } = value;
      return { status: created ? 201 : 200, body: { id, name } };
    }),
    endpoint(setGroupMembersRoute, async ({ params, body, caller }) => ({
      status: 200,
      body: await setGroupMembers(params.id, body.members, caller, deps),
    })),
  ];
}
