import { createMemberRoute, listMembersRoute, readMeRoute } from '../contracts/directory.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import type { Created } from '../core/new-object';
import type { DirectoryDeps } from './directory-deps';
import { createMember, listMembers } from './members';
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
  ];
}
