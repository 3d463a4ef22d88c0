import { z } from 'zod';
import {
  applicant,
  applicationStates,
  check,
  checkNames,
  decisionKinds,
} from '../core/application';
import { sectors } from '../core/sector';
import { id, text, time } from './fields';
import { defineRoute } from './route';

const operator = { function: 'admission' } as const;
const override = z.strictObject({ check: z.enum(checkNames), reason: text(1000, 1) });

const applicationView = z
  .strictObject({
    id,
    state: z.enum([...applicationStates, 'lapsed']),
    ...applicant.shape,
    agreement: z.strictObject({
      version: z.int(),
      sha256: z.string(),
      acceptedAt: time,
      acceptedBy: z.string(),
    }),
    policyVersion: z.int(),
    checks: z.array(check.extend({ at: time })),
    said: z.array(
      z.strictObject({
        at: time,
        from: z.enum(['operator', 'applicant']),
        what: z.enum([...decisionKinds, 'answer']),
        text: z.string(),
        overrides: z.array(override).optional(),
        by: z.strictObject({ member: id, credential: id }).optional(),
      }),
    ),
    createdAt: time,
    decisionDueAt: time.optional(),
    memberId: id.optional(),
    claimUntil: time.optional(),
    version: z.int(),
  })
  .meta({ id: 'Application' });

export const listApplicationsRoute = defineRoute({
  ...operator,
  operationId: 'listApplications',
  method: 'GET',
  path: '/v1/applications',
  summary: 'The applications of one state, oldest first, a page at a time',
  query: z.strictObject({
    state: z.enum(applicationStates).default('reviewing'),
    sector: z.enum(sectors).optional(),
    after: z
      .string()
      .regex(/^[0-9]{16}-[0-9]{1,19}$/, { error: 'must be the next of a page' })
      .optional(),
  }),
  replies: {
    200: z
      .strictObject({ applications: z.array(applicationView), next: z.string().nullable() })
      .meta({ id: 'Applications' }),
  },
  isRead: true,
});

export const readApplicationRoute = defineRoute({
  ...operator,
  operationId: 'readApplication',
  method: 'GET',
  path: '/v1/applications/{id}',
  summary: 'One application, with its checks and what was said',
  params: z.strictObject({ id }),
  replies: { 200: applicationView },
  isRead: true,
});

export const decideApplicationRoute = defineRoute({
  ...operator,
  operationId: 'decideApplication',
  method: 'POST',
  path: '/v1/applications/{id}/decisions',
  summary: 'Approve, decline, ask for more, or renew the time to claim',
  params: z.strictObject({ id }),
  body: z
    .strictObject({
      decision: z.enum(decisionKinds),
      version: z.int().min(0).meta({ description: 'The version that you read' }),
      reason: text(2000, 1).optional().meta({ description: 'For the applicant to read' }),
      overrides: z
        .array(override)
        .max(checkNames.length)
        .default([])
        .meta({ description: 'Of an approval: checks that did not pass, each with why' }),
    })
    .refine(({ decision, reason }) => reason || decision === 'approve' || decision === 'renew', {
      error: 'is needed: say why, or what you ask',
      path: ['reason'],
    })
    .refine(({ decision, overrides }) => decision === 'approve' || overrides.length === 0, {
      error: 'belong to an approval',
      path: ['overrides'],
    })
    .meta({ id: 'Decide' }),
  replies: { 200: applicationView },
  isRead: false,
});
