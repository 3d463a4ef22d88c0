import {
  acceptInvitationRoute,
  approveRequestRoute,
  askToJoinRoute,
  declineInvitationRoute,
  dropRequestRoute,
  inviteMemberRoute,
  listMyInvitationsRoute,
  listRequestsRoute,
  listSentInvitationsRoute,
  withdrawInvitationRoute,
} from '../contracts/consents.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import { acceptInvitation, declineInvitation, listMyInvitations } from './answer-invitation';
import { approveRequest, askToJoin, dropRequest, listRequests } from './ask-to-join';
import type { GroupDeps } from './group-deps';
import { inviteMember, listSentInvitations, withdrawInvitation } from './invite-member';

const done = { status: 204 } as const;

/** Both halves of a consent, from either side. */
export function consentsApi(deps: GroupDeps): Endpoint[] {
  return [...invitationEndpoints(deps), ...requestEndpoints(deps)];
}

function invitationEndpoints(deps: GroupDeps): Endpoint[] {
  return [
    endpoint(inviteMemberRoute, async ({ params, body, caller, idempotency }) => {
      await inviteMember({ groupId: params.id, ...body }, { caller, idempotency }, deps);
      return done;
    }),
    endpoint(listSentInvitationsRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listSentInvitations(params.id, caller, deps),
    })),
    endpoint(withdrawInvitationRoute, async ({ params, caller, idempotency }) => {
      const subject = { groupId: params.id, memberId: params.memberId };
      await withdrawInvitation(subject, { caller, idempotency }, deps);
      return done;
    }),
    endpoint(listMyInvitationsRoute, async ({ query, caller }) => ({
      status: 200,
      body: await listMyInvitations(query.after, caller, deps),
    })),
    endpoint(acceptInvitationRoute, async ({ params, caller, idempotency }) => {
      await acceptInvitation(params.id, { caller, idempotency }, deps);
      return done;
    }),
    endpoint(declineInvitationRoute, async ({ params, caller, idempotency }) => {
      await declineInvitation(params.id, { caller, idempotency }, deps);
      return done;
    }),
  ];
}

function requestEndpoints(deps: GroupDeps): Endpoint[] {
  return [
    endpoint(askToJoinRoute, async ({ params, body, caller, idempotency }) => {
      await askToJoin(params.id, body.message, { caller, idempotency }, deps);
      return done;
    }),
    endpoint(listRequestsRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listRequests(params.id, caller, deps),
    })),
    endpoint(approveRequestRoute, async ({ params, caller, idempotency }) => {
      const subject = { groupId: params.id, memberId: params.memberId };
      await approveRequest(subject, { caller, idempotency }, deps);
      return done;
    }),
    endpoint(dropRequestRoute, async ({ params, caller, idempotency }) => {
      const subject = { groupId: params.id, memberId: params.memberId };
      await dropRequest(subject, { caller, idempotency }, deps);
      return done;
    }),
  ];
}
