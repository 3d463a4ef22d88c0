import { z } from 'zod';
import { limits } from '../core/descriptor';
import { groupRoles } from '../core/group';
import { groupEvents } from '../core/group-history';
import { id, micros, time, wholeNumber } from './fields';
import { defineRoute } from './route';

const groups = { function: 'groups' } as const;
const byId = z.strictObject({ id });
const role = z.enum(groupRoles);

const rosterMember = z.strictObject({ id, name: z.string(), role, joinedAt: time });

export const readRosterRoute = defineRoute({
  ...groups,
  operationId: 'readRoster',
  method: 'GET',
  path: '/v1/groups/{id}/members',
  summary: 'Who is in a group: for its owners, and for members where membersCanSee',
  params: byId,
  query: z.strictObject({ after: id.optional() }),
  replies: {
    200: z
      .strictObject({ members: z.array(rosterMember), next: id.nullable() })
      .meta({ id: 'Roster' }),
  },
  isRead: true,
});

const wholeRoster = z
  .strictObject({
    members: z.array(id).max(limits.membersOfGroup),
    owners: z
      .array(id)
      .max(limits.membersOfGroup)
      .optional()
      .meta({ description: 'Those of the members who own it; left out, roles stay' }),
  })
  .meta({ id: 'WholeRoster' });

export const setGroupMembersRoute = defineRoute({
  ...groups,
  operationId: 'setGroupMembers',
  method: 'PUT',
  path: '/v1/groups/{id}/members',
  summary: 'Set who is in a privacy group: the whole list (operators)',
  params: byId,
  body: wholeRoster,
  replies: { 200: wholeRoster },
  isRead: false,
});

const line = z
  .strictObject({
    version: micros,
    at: time,
    event: z.enum(groupEvents),
    memberId: id.optional(),
    role: role.optional(),
    by: id.optional(),
    invitedBy: id.optional(),
    changed: z.array(z.string()).optional(),
    flags: z.record(z.string(), z.boolean()).optional(),
  })
  .meta({ id: 'GroupHistoryLine' });

export const readHistoryRoute = defineRoute({
  ...groups,
  operationId: 'readGroupHistory',
  method: 'GET',
  path: '/v1/groups/{id}/history',
  summary:
    'What happened in a group, oldest first: to owners all, to a member what is about itself',
  params: byId,
  query: z.strictObject({
    after: wholeNumber.transform(Number).pipe(micros).optional(),
  }),
  replies: {
    200: z
      .strictObject({ lines: z.array(line), next: micros.nullable() })
      .meta({ id: 'GroupHistory' }),
  },
  isRead: true,
});
