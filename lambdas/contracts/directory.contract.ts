import { z } from 'zod';
import { memberStates, organisationClasses, roles, scopes } from '../core/member';
import { audienceName, id, text, time } from './fields';
import { defineRoute } from './route';

const name = text(200, 1);
const memberView = z
  .strictObject({
    id,
    name,
    organisationClass: z.enum(organisationClasses),
    state: z.enum(memberStates),
  })
  .meta({ id: 'Member' });
const myGroup = z.strictObject({ id, name }).meta({ id: 'MyGroup' });
const byId = z.strictObject({ id });

const operator = { function: 'directory' } as const;

export const readMeRoute = defineRoute({
  operationId: 'readMe',
  method: 'GET',
  path: '/v1/me',
  function: 'directory',
  summary: 'Who you are here, and your audiences',
  replies: {
    200: z
      .strictObject({
        member: memberView,
        role: z.enum(roles),
        scopes: z.array(z.enum(scopes)),
        groups: z.array(myGroup),
        audiences: z.array(audienceName),
      })
      .meta({ id: 'Me' }),
  },
  isRead: true,
});

export const createMemberRoute = defineRoute({
  ...operator,
  operationId: 'createMember',
  method: 'POST',
  path: '/v1/members',
  summary: 'Admit an organisation',
  body: z
    .strictObject({
      name,
      organisationClass: z.enum(organisationClasses).exclude(['operator']).default('company'),
    })
    .meta({ id: 'CreateMember' }),
  replies: { 200: memberView, 201: memberView },
  isRead: false,
});

export const listMembersRoute = defineRoute({
  ...operator,
  operationId: 'listMembers',
  method: 'GET',
  path: '/v1/members',
  summary: 'All members, a page at a time',
  query: z.strictObject({ after: id.optional() }),
  replies: {
    200: z
      .strictObject({ members: z.array(memberView), next: id.nullable() })
      .meta({ id: 'Members' }),
  },
  isRead: true,
});

const credentialView = z.strictObject({
  id,
  memberId: id,
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  createdAt: time,
  token: z.string().optional().meta({ description: 'Shown once, in the answer that issued it' }),
});

export const issueCredentialRoute = defineRoute({
  ...operator,
  operationId: 'issueCredential',
  method: 'POST',
  path: '/v1/members/{id}/credentials',
  summary: 'Issue a credential; its token is shown this once',
  params: byId,
  body: z
    .strictObject({
      role: z.enum(roles).exclude(['operator']).default('admin'),
      scopes: z
        .array(z.enum(scopes).exclude(['operate']))
        .min(1)
        .optional()
        .meta({ description: 'Less than all that the role may hold' }),
    })
    .meta({ id: 'IssueCredential' }),
  replies: {
    200: credentialView.meta({ id: 'CredentialAgain' }),
    201: credentialView.meta({ id: 'Credential' }),
  },
  isRead: false,
});

export const revokeCredentialRoute = defineRoute({
  ...operator,
  operationId: 'revokeCredential',
  method: 'DELETE',
  path: '/v1/members/{id}/credentials/{credentialId}',
  summary: 'Revoke a credential: writes refuse it at once, reads within 30 s',
  params: z.strictObject({ id, credentialId: id }),
  replies: { 204: null },
  isRead: false,
});
