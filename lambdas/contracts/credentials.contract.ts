import { z } from 'zod';
import { credentialLimits } from '../core/credential-rules';
import { roles, scopes } from '../core/member';
import { canonicalNetwork } from '../core/network';
import { microsPerDay, microsPerSecond } from '../core/time';
import { id, text, time } from './fields';
import { defineRoute } from './route';

const byId = z.strictObject({ id });
const name = text(100, 1).meta({ examples: ['Feed reader in Dublin'] });
const role = z.enum(roles).exclude(['operator']);
const scopeList = z
  .array(z.enum(scopes).exclude(['operate']))
  .min(1)
  .meta({ description: 'Less than all that the role may hold' });
const expiresAt = time.meta({ description: `At most ${credentialLimits.days} days ahead` });
const allowedFrom = z
  .array(
    z
      .string()
      .max(64)
      .refine((one) => canonicalNetwork(one) !== undefined, {
        error: 'must be an IPv4 or IPv6 address, or a block of them',
      }),
  )
  .min(1)
  .max(20)
  .meta({ description: 'From where alone it is accepted', examples: [['192.0.2.0/24']] });

const view = z.strictObject({
  id,
  memberId: id,
  name,
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)).meta({ description: 'What it holds now' }),
  grantedBy: id.optional().meta({ description: 'It holds no more than this credential does' }),
  createdAt: time,
  rotatedAt: time.optional(),
  expiresAt: time.optional(),
  revokedAt: time.optional(),
  revokedWith: id.optional().meta({ description: 'It was of the line of this one, which leaked' }),
  allowedFrom: z.array(z.string()).optional(),
  retiring: z
    .array(z.strictObject({ endsAt: time }))
    .optional()
    .meta({ description: 'Replaced tokens that are still accepted' }),
});
const credential = view.meta({ id: 'Credential' });
const withToken = view
  .extend({
    token: z.string().optional().meta({ description: 'Shown once, in the answer that made it' }),
  })
  .meta({ id: 'CredentialWithToken' });
const list = z
  .strictObject({
    credentials: z.array(
      view.extend({
        lastUsedDay: z.iso.date().nullable().meta({ description: 'In UTC; null: not used yet' }),
      }),
    ),
  })
  .meta({ id: 'Credentials' });

const leakedQuery = z.strictObject({
  leaked: z.literal('true').optional().meta({
    description: 'It leaked: whatever it issued, gave rights or was shown a token of ends with it',
  }),
});
const ended = z
  .strictObject({ revoked: z.array(id).meta({ description: 'All that ended now' }) })
  .meta({ id: 'LeakEnded' });

const own = { function: 'directory' } as const;

export const listCredentialsRoute = defineRoute({
  ...own,
  operationId: 'listCredentials',
  method: 'GET',
  path: '/v1/credentials',
  summary: 'Your people and machines: the live credentials, and those that ended last',
  replies: { 200: list },
  isRead: true,
});

export const issueCredentialRoute = defineRoute({
  ...own,
  operationId: 'issueCredential',
  method: 'POST',
  path: '/v1/credentials',
  summary: 'Issue a credential that holds no more than yours; its token is shown this once',
  body: z
    .strictObject({
      name,
      role,
      scopes: scopeList.optional(),
      expiresAt: expiresAt.optional(),
      allowedFrom: allowedFrom.optional(),
    })
    .meta({ id: 'IssueCredential' }),
  replies: { 200: credential, 201: withToken },
  isRead: false,
});

export const changeCredentialRoute = defineRoute({
  ...own,
  operationId: 'changeCredential',
  method: 'PATCH',
  path: '/v1/credentials/{id}',
  summary: 'Change what is given; null lifts an end or a list of addresses',
  params: byId,
  body: z
    .strictObject({
      name: name.optional(),
      role: role.optional(),
      scopes: scopeList.optional(),
      expiresAt: expiresAt.nullable().optional(),
      allowedFrom: allowedFrom.nullable().optional(),
    })
    .meta({ id: 'ChangeCredential' }),
  replies: { 200: credential },
  isRead: false,
});

const longestOverlapSeconds = (7 * microsPerDay) / microsPerSecond;

export const rotateCredentialRoute = defineRoute({
  ...own,
  operationId: 'rotateCredential',
  method: 'POST',
  path: '/v1/credentials/{id}/rotate',
  summary: 'A new token, shown this once; the old one ends after the overlap, with 0 at once',
  params: byId,
  body: z
    .strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(longestOverlapSeconds)
        .default(microsPerDay / microsPerSecond),
    })
    .meta({ id: 'RotateCredential' }),
  replies: { 200: withToken },
  isRead: false,
});

export const revokeCredentialRoute = defineRoute({
  ...own,
  operationId: 'revokeCredential',
  method: 'DELETE',
  path: '/v1/credentials/{id}',
  summary: 'Revoke a credential: writes refuse it at once, reads within 30 s',
  params: byId,
  query: leakedQuery,
  replies: { 200: ended, 204: null },
  isRead: false,
});

export const reportLeakRoute = defineRoute({
  ...own,
  operationId: 'reportLeak',
  method: 'POST',
  path: '/v1/credentials/leaked',
  summary: 'Whoever found a token ends it by showing it; the answer is the same for every text',
  body: z.strictObject({ token: z.string().max(1000) }).meta({ id: 'LeakedToken' }),
  replies: { 202: z.strictObject({ status: z.literal('accepted') }).meta({ id: 'LeakReported' }) },
  isRead: false,
});

export const listMemberCredentialsRoute = defineRoute({
  ...own,
  operationId: 'listMemberCredentials',
  method: 'GET',
  path: '/v1/members/{id}/credentials',
  summary: 'The credentials of a member',
  params: byId,
  replies: { 200: list },
  isRead: true,
});

export const issueMemberCredentialRoute = defineRoute({
  ...own,
  operationId: 'issueMemberCredential',
  method: 'POST',
  path: '/v1/members/{id}/credentials',
  summary: 'Issue a credential to a member, as its first or where it has lost its own',
  params: byId,
  body: z
    .strictObject({
      name: name.default('Issued by the operator'),
      role: role.default('admin'),
      scopes: scopeList.optional(),
    })
    .meta({ id: 'IssueMemberCredential' }),
  replies: { 200: credential, 201: withToken },
  isRead: false,
});

export const revokeMemberCredentialRoute = defineRoute({
  ...own,
  operationId: 'revokeMemberCredential',
  method: 'DELETE',
  path: '/v1/members/{id}/credentials/{credentialId}',
  summary: 'Revoke a credential of a member: writes refuse it at once, reads within 30 s',
  params: z.strictObject({ id, credentialId: id }),
  query: leakedQuery,
  replies: { 200: ended, 204: null },
  isRead: false,
});
