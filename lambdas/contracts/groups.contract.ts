import { z } from 'zod';
import { limits } from '../core/descriptor';
import { id, text } from './fields';
import { defineRoute } from './route';

const name = text(200, 1);
const groupView = z.strictObject({ id, name }).meta({ id: 'Group' });

const groups = { function: 'groups' } as const;

export const createGroupRoute = defineRoute({
  ...groups,
  operationId: 'createGroup',
  method: 'POST',
  path: '/v1/groups',
  summary: 'Create a privacy group',
  body: z.strictObject({ name }).meta({ id: 'CreateGroup' }),
  replies: { 200: groupView, 201: groupView },
  isRead: false,
});

const roster = z
  .strictObject({ members: z.array(id).max(limits.membersOfGroup) })
  .meta({ id: 'Roster' });

export const setGroupMembersRoute = defineRoute({
  ...groups,
  operationId: 'setGroupMembers',
  method: 'PUT',
  path: '/v1/groups/{id}/members',
  summary: 'Set who is in a privacy group: the whole list',
  params: z.strictObject({ id }),
  body: roster,
  replies: { 200: roster },
  isRead: false,
});
