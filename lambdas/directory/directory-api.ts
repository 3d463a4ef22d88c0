import {
  createMemberRoute,
  issueCredentialRoute,
  listMembersRoute,
  readMeRoute,
  revokeCredentialRoute,
} from '../contracts/directory.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import type { Created } from '../core/new-object';
import {
  createMember,
  type DirectoryDeps,
  issueCredential,
  listMembers,
  revokeCredential,
} from './members';
import { type ReadMeDeps, readMe } from './read-me';

function reply<T>({ created, value }: Created<T>) {
  return { status: created ? 201 : 200, body: value };
}

/** What an operator does with members, and what a member may know of itself. */
export function directoryApi(deps: DirectoryDeps & ReadMeDeps): Endpoint[] {
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
  ];
}
