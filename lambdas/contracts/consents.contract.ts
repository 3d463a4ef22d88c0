import { z } from 'zod';
import { groupLimits } from '../core/group';
import { id, text, time } from './fields';
import { defineRoute } from './route';

/** Nobody is put into a group: the group invites and the member accepts, or the member asks and an owner approves. */
const groups = { function: 'groups' } as const;
const byId = z.strictObject({ id });
const ofMember = z.strictObject({ id, memberId: id });
const message = text(groupLimits.messageBytes).default('');
const write = { replies: { 204: null }, isRead: false } as const;

export const inviteMemberRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'inviteMember',
  method: 'POST',
  path: '/v1/groups/{id}/invitations',
  summary: 'Invite a member (owners); the answer is the same where there is none of this id',
  params: byId,
  body: z.strictObject({ memberId: id, message }).meta({ id: 'InviteMember' }),
});

export const listSentInvitationsRoute = defineRoute({
  ...groups,
  operationId: 'listSentInvitations',
  method: 'GET',
  path: '/v1/groups/{id}/invitations',
  summary: 'Invitations that wait for an answer (owners)',
  params: byId,
  replies: {
    200: z
      .strictObject({
        invitations: z.array(
          z.strictObject({ memberId: id, invitedBy: id, invitedAt: time, message: z.string() }),
        ),
      })
      .meta({ id: 'SentInvitations' }),
  },
  isRead: true,
});

export const withdrawInvitationRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'withdrawInvitation',
  method: 'DELETE',
  path: '/v1/groups/{id}/invitations/{memberId}',
  summary: 'Take an invitation back (owners)',
  params: ofMember,
});

const invitation = z.strictObject({
  group: z.strictObject({ id, name: z.string(), description: z.string() }),
  invitedAt: time,
  message: z.string(),
});

export const listMyInvitationsRoute = defineRoute({
  ...groups,
  operationId: 'listMyInvitations',
  method: 'GET',
  path: '/v1/me/invitations',
  summary: 'The groups that have invited you',
  query: z.strictObject({ after: id.optional() }),
  replies: {
    200: z
      .strictObject({ invitations: z.array(invitation), next: id.nullable() })
      .meta({ id: 'MyInvitations' }),
  },
  isRead: true,
});

export const acceptInvitationRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'acceptInvitation',
  method: 'POST',
  path: '/v1/me/invitations/{id}/accept',
  summary: 'Join the group of this id, which has invited you; you read its feed from the start',
  params: byId,
});

export const declineInvitationRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'declineInvitation',
  method: 'POST',
  path: '/v1/me/invitations/{id}/decline',
  summary: 'Decline the invitation of the group of this id',
  params: byId,
});

export const askToJoinRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'askToJoin',
  method: 'POST',
  path: '/v1/groups/{id}/requests',
  summary: 'Ask to join a group that you may know of; its owners learn who you are',
  params: byId,
  body: z.strictObject({ message }).meta({ id: 'AskToJoin' }),
});

export const listRequestsRoute = defineRoute({
  ...groups,
  operationId: 'listRequests',
  method: 'GET',
  path: '/v1/groups/{id}/requests',
  summary: 'Who asks to join (owners)',
  params: byId,
  replies: {
    200: z
      .strictObject({
        requests: z.array(
          z.strictObject({ memberId: id, name: z.string(), askedAt: time, message: z.string() }),
        ),
      })
      .meta({ id: 'JoinRequests' }),
  },
  isRead: true,
});

export const approveRequestRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'approveRequest',
  method: 'POST',
  path: '/v1/groups/{id}/requests/{memberId}/approve',
  summary: 'Let in a member who asked (owners)',
  params: ofMember,
});

export const dropRequestRoute = defineRoute({
  ...groups,
  ...write,
  operationId: 'dropRequest',
  method: 'POST',
  path: '/v1/groups/{id}/requests/{memberId}/decline',
  summary: 'Decline a request (owners), or take your own back',
  params: ofMember,
});
