import {
  createGroupRoute,
  createMemberRoute,
  issueCredentialRoute,
  listMembersRoute,
  readMeRoute,
  revokeCredentialRoute,
  setGroupMembersRoute,
} from '../contracts/directory.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import type { Created } from '../core/new-object';
import { createGroup, readMe, setGroupMembers } from './groups';
import {
  createMember,
  type DirectoryDeps,
  issueCredential,
  listMembers,
  revokeCredential,
} from './members';

function reply<T>({ created, value }: Created<T>) {
  return { status: created ? 201 : 200, body: value };
}

/** What an operator does with members and groups, and what a member may know of itself. */
export function directoryApi(deps: DirectoryDeps): Endpoint[] {
  return [
    endpoint(readMeRoute, async ({ caller }) => ({
      status: 200,
      body: await readMe(caller, deps),
    })),
    endpoint(createMemberRoute, async ({ body, caller, idempotency }) =>
      reply(await createMember(body, caller, idempotency, deps)),
    ),
    endpoint(listMembersRoute, async ({ query }) => ({
      status: 200,
      body: await listMembers(query.after, deps),
    })),
    endpoint(issueCredentialRoute, async ({ params, body, caller, idempotency }) =>
      reply(await issueCredential({ memberId: params.id, ...body }, caller, idempotency, deps)),
    ),
    endpoint(revokeCredentialRoute, async ({ params }) => {
      await revokeCredential(params.id, params.credentialId, deps);
      return { status: 204 };
    }),
    endpoint(createGroupRoute, async ({ body, caller, idempotency }) =>
      reply(await createGroup(body, caller, idempotency, deps)),
    ),
    endpoint(setGroupMembersRoute, async ({ params, body }) => ({
      status: 200,
      body: await setGroupMembers(params.id, body.members, deps),
    })),
  ];
}
