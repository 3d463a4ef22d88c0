import { z } from 'zod';
import { planSize } from '../core/share-plan';
import { tlps } from '../core/tlp-rules';
import { indicatorType } from './descriptors.contract';
import { audienceName, id, micros, time } from './fields';
import { defineRoute } from './route';
import { finding, knownGoodHit } from './screening.contract';

const count = z.int().min(0);

export const planSharesBody = z
  .strictObject({
    descriptors: z
      .array(z.unknown().meta({ description: 'A PublishDescriptor; each is judged alone' }))
      .min(1)
      .max(planSize),
  })
  .meta({ id: 'PlanShares' });

const plannedAudience = z
  .strictObject({
    audience: audienceName,
    count: count.nullable().meta({ description: 'Besides you; null where a group does not tell' }),
    members: z.array(z.strictObject({ id, name: z.string().optional() })),
    more: z.boolean().meta({ description: 'There are members who are not named' }),
  })
  .meta({ id: 'PlannedAudience' });

const plannedDraft = z
  .strictObject({
    id,
    indicatorId: id,
    type: indicatorType,
    value: z.string(),
    audiences: z.array(audienceName),
    recipients: z.strictObject({
      count,
      atLeast: z.boolean().meta({ description: 'A group that does not tell its members is named' }),
    }),
    tlp: z.strictObject({
      tlp: z.enum(tlps),
      verdict: z.enum(['allowed', 'warned', 'refused']),
      detail: z.string().optional(),
    }),
    findings: z.array(finding).meta({ description: 'Of the screen for personal data' }),
    findingsInAll: count.optional().meta({ description: 'Where not all of them are told' }),
    knownGood: z.array(knownGoodHit).meta({ description: 'Lists of what is known to be good' }),
    duplicates: z.strictObject({
      own: z.strictObject({ id, version: micros }).nullable(),
      opinions: z.array(id).meta({ description: "Others' on the same indicator that you see" }),
      more: z.boolean(),
    }),
  })
  .meta({ id: 'PlannedDescriptor' });

const refused = z.strictObject({
  status: z.literal([400, 500, 503]),
  problem: z.looseObject({ code: z.string(), detail: z.string() }),
});

export const planSharesReply = z
  .strictObject({
    planId: id,
    expiresAt: time,
    audiences: z.array(plannedAudience),
    results: z.array(z.union([plannedDraft, refused])),
  })
  .meta({ id: 'SharePlan' });

export const planSharesRoute = defineRoute({
  operationId: 'planShares',
  method: 'POST',
  path: '/v1/share-plans',
  function: 'plan',
  summary: 'Who would see up to 100 drafts, and what speaks against them; nothing is published',
  body: planSharesBody,
  replies: { 201: planSharesReply },
  isRead: false,
});
