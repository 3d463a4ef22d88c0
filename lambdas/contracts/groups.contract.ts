import { z } from 'zod';
import { groupLimits, groupRoles } from '../core/group';
import { id, micros, text, time } from './fields';
import { defineRoute } from './route';

const name = text(groupLimits.nameBytes, 1);
const contributionRule = z
  .record(text(64, 1), z.unknown())
  .refine((rule) => JSON.stringify(rule).length <= groupLimits.ruleBytes, {
    error: `must be at most ${groupLimits.ruleBytes} characters of JSON`,
  })
  .nullable()
  .meta({ description: 'Kept for rules to come; nothing reads it yet' });

const flags = {
  membersCanSee: z.boolean().meta({
    description: 'Members may know who is in it; else its owners alone do, in every answer',
  }),
  membersCanUse: z.boolean().meta({
    description: 'Members may publish to it; else its owners alone may',
  }),
  isListed: z.boolean().meta({
    description:
      'The community may know that it is there, and ask to join; else only who is invited',
  }),
};

const role = z.enum(groupRoles);
export const groupView = z
  .strictObject({
    ...{ id, name, description: z.string(), ...flags },
    role: role.optional().meta({ description: 'Yours; absent where you are not a member' }),
    memberCount: z.int().optional().meta({ description: 'Where you may see the roster' }),
    ownerCount: z.int().optional(),
    version: micros,
    createdAt: time,
    charter: z.string().optional(),
    contributionRule: z.record(z.string(), z.unknown()).nullable().optional(),
  })
  .meta({ id: 'Group' });

const groups = { function: 'groups' } as const;
const byId = z.strictObject({ id });
const ofMember = z.strictObject({ id, memberId: id });

export const createGroupBody = z
  .strictObject({
    name,
    description: text(groupLimits.descriptionBytes).default(''),
    charter: text(groupLimits.charterBytes).default(''),
    membersCanSee: flags.membersCanSee.default(false),
    membersCanUse: flags.membersCanUse.default(true),
    isListed: flags.isListed.default(false),
    contributionRule: contributionRule.default(null),
  })
  .meta({ id: 'CreateGroup' });

export const createGroupRoute = defineRoute({
  ...groups,
  operationId: 'createGroup',
  method: 'POST',
  path: '/v1/groups',
  summary: 'Create a privacy group; you are its owner',
  body: createGroupBody,
  replies: { 200: groupView, 201: groupView },
  isRead: false,
});

export const listMyGroupsRoute = defineRoute({
  ...groups,
  operationId: 'listMyGroups',
  method: 'GET',
  path: '/v1/groups',
  summary: 'The privacy groups that you are in, with your role',
  replies: { 200: z.strictObject({ groups: z.array(groupView) }).meta({ id: 'MyGroups' }) },
  isRead: true,
});

export const listListedGroupsRoute = defineRoute({
  ...groups,
  operationId: 'listListedGroups',
  method: 'GET',
  path: '/v1/groups/listed',
  summary: 'The groups that anybody in the community may ask to join',
  query: z.strictObject({ after: id.optional() }),
  replies: {
    200: z
      .strictObject({ groups: z.array(groupView), next: id.nullable() })
      .meta({ id: 'ListedGroups' }),
  },
  isRead: true,
});

export const readGroupRoute = defineRoute({
  ...groups,
  operationId: 'readGroup',
  method: 'GET',
  path: '/v1/groups/{id}',
  summary: 'A group that you are in, are invited to, or that is listed',
  params: byId,
  replies: { 200: groupView },
  isRead: true,
});

export const patchGroupBody = z
  .strictObject({
    version: micros,
    name: name.optional(),
    description: text(groupLimits.descriptionBytes).optional(),
    charter: text(groupLimits.charterBytes).optional(),
    ...z.object(flags).partial().shape,
    contributionRule: contributionRule.optional(),
  })
  .meta({ id: 'PatchGroup' });

export const patchGroupRoute = defineRoute({
  ...groups,
  operationId: 'patchGroup',
  method: 'PATCH',
  path: '/v1/groups/{id}',
  summary: 'Change what a group is (owners), with the version that you read',
  params: byId,
  body: patchGroupBody,
  replies: { 200: groupView },
  isRead: false,
});

export const setRoleRoute = defineRoute({
  ...groups,
  operationId: 'setGroupRole',
  method: 'PATCH',
  path: '/v1/groups/{id}/members/{memberId}',
  summary: 'Make a member an owner, or no owner any more (owners)',
  params: ofMember,
  body: z.strictObject({ role }).meta({ id: 'SetRole' }),
  replies: { 204: null },
  isRead: false,
});

export const removeMemberRoute = defineRoute({
  ...groups,
  operationId: 'removeGroupMember',
  method: 'DELETE',
  path: '/v1/groups/{id}/members/{memberId}',
  summary: 'Take a member out (owners), or leave; the last owner stays',
  params: ofMember,
  replies: { 204: null },
  isRead: false,
});
