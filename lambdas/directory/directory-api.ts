import { acceptAgreementRoute } from '../contracts/agreement.contract';
import { createMemberRoute, listMembersRoute, readMeRoute } from '../contracts/directory.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { changeMeRoute, listDirectoryRoute, readListingRoute } from '../contracts/profile.contract';
import type { Created } from '../core/new-object';
import { type AcceptDeps, acceptAgreement } from './accept-agreement';
import type { DirectoryDeps } from './directory-deps';
import { changeListing, type ListingDeps, listDirectory, readListing } from './listings';
import { createMember, listMembers } from './members';
import { type ReadMeDeps, readMe } from './read-me';

function reply<T>({ created, value }: Created<T>) {
  return { status: created ? 201 : 200, body: value };
}

export type DirectoryApiDeps = DirectoryDeps & ReadMeDeps & ListingDeps & AcceptDeps;

/** What an operator does with members, and what a member may know of itself. */
export function directoryApi(deps: DirectoryApiDeps): Endpoint[] {
  return [
    endpoint(readListingRoute, async ({ caller }) => ({
      status: 200,
      body: await readListing(caller, deps),
    })),
    endpoint(changeMeRoute, async ({ body, caller, idempotency }) => ({
      status: 200,
      body: await changeListing(body, caller, idempotency, deps),
    })),
    endpoint(listDirectoryRoute, async ({ query }) => ({
      status: 200,
      body: await listDirectory(query.after, deps),
    })),
    endpoint(readMeRoute, async ({ caller }) => ({
      status: 200,
      body: await readMe(caller, deps),
    })),
    endpoint(acceptAgreementRoute, async ({ body, caller }) => ({
      status: 200,
      body: await acceptAgreement(body.version, caller, deps),
    })),
    endpoint(createMemberRoute, async ({ body, caller, idempotency }) =>
      reply(await createMember(body, caller, idempotency, deps)),
    ),
    endpoint(listMembersRoute, async ({ query }) => ({
      status: 200,
      body: await listMembers({ after: query.after, state: query.state }, deps),
    })),
  ];
}
