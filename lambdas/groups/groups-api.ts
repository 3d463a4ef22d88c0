import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  createGroupRoute,
  listListedGroupsRoute,
  listMyGroupsRoute,
  patchGroupRoute,
  readGroupRoute,
  removeMemberRoute,
  setRoleRoute,
} from '../contracts/groups.contract';
import {
  readHistoryRoute,
  readRosterRoute,
  setGroupMembersRoute,
} from '../contracts/rosters.contract';
import { consentsApi } from './consents-api';
import { createGroup } from './create-group';
import type { GroupDeps } from './group-deps';
import { removeMember, setRole } from './move-member';
import { patchGroup } from './patch-group';
import { listListedGroups, listMyGroups, readRoster, showGroup } from './read-groups';
import { readHistory } from './read-history';
import { setGroupMembers } from './set-members';

/** Privacy groups: what each is, who is in it, and how one comes in. */
export function groupsApi(deps: GroupDeps): Endpoint[] {
  return [
    endpoint(createGroupRoute, async ({ body, caller, idempotency }) => {
      const { created, value } = await createGroup(body, caller, idempotency, deps);
      return { status: created ? 201 : 200, body: value };
    }),
    endpoint(listMyGroupsRoute, async ({ caller }) => ({
      status: 200,
      body: await listMyGroups(caller, deps),
    })),
    endpoint(listListedGroupsRoute, async ({ query, caller }) => ({
      status: 200,
      body: await listListedGroups(query.after, caller, deps),
    })),
    endpoint(readGroupRoute, async ({ params, caller }) => ({
      status: 200,
      body: await showGroup(params.id, caller, deps),
    })),
    endpoint(patchGroupRoute, async ({ params, body, caller, idempotency }) => ({
      status: 200,
      body: await patchGroup(params.id, body, { caller, idempotency }, deps),
    })),
    ...rosterEndpoints(deps),
    ...consentsApi(deps),
  ];
}

function rosterEndpoints(deps: GroupDeps): Endpoint[] {
  return [
    endpoint(readRosterRoute, async ({ params, query, caller }) => ({
      status: 200,
      body: await readRoster({ groupId: params.id, after: query.after }, caller, deps),
    })),
    endpoint(setGroupMembersRoute, async ({ params, body, caller }) => ({
      status: 200,
      body: await setGroupMembers(params.id, body, caller, deps),
    })),
    endpoint(setRoleRoute, async ({ params, body, caller, idempotency }) => {
      const subject = { groupId: params.id, memberId: params.memberId, role: body.role };
      await setRole(subject, { caller, idempotency }, deps);
      return { status: 204 };
    }),
    endpoint(removeMemberRoute, async ({ params, caller, idempotency }) => {
      const subject = { groupId: params.id, memberId: params.memberId };
      await removeMember(subject, { caller, idempotency }, deps);
      return { status: 204 };
    }),
    endpoint(readHistoryRoute, async ({ params, query, caller }) => ({
      status: 200,
      body: await readHistory({ groupId: params.id, after: query.after ?? 0 }, caller, deps),
    })),
  ];
}
