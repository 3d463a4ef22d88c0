import { z } from 'zod';
import { statuses } from '../core/descriptor';
import { reactionKinds } from '../core/remark';
import { tlps } from '../core/tlp-rules';
import { descriptorView, indicatorType, status } from './descriptors.contract';
import { id, time } from './fields';
import { defineRoute } from './route';

const count = z.int().min(0);

const indicatorSummary = z
  .strictObject({
    owners: count,
    statuses: z.partialRecord(z.enum(statuses), count),
    worstStatus: status,
    disputed: z.boolean(),
    tlp: z.enum(tlps).meta({ description: 'The strictest of the opinions that you see' }),
    tags: z.array(z.string()),
    tagsTruncated: z.boolean(),
    firstSeenAt: time,
    lastChangedAt: time,
    atLeast: z.boolean(),
    discussion: z
      .strictObject({
        comments: count,
        relations: count,
        reactions: z.partialRecord(z.enum(reactionKinds), count),
        atLeast: z.boolean(),
      })
      .optional()
      .meta({ description: 'Of what you see, where there is any' }),
  })
  .meta({ id: 'IndicatorSummary' });

export const indicatorView = z
  .strictObject({
    id,
    type: indicatorType,
    value: z.string(),
    summary: indicatorSummary,
    descriptors: z.array(descriptorView),
    complete: z
      .boolean()
      .meta({ description: 'False when one audience holds more than 1,000 opinions' }),
  })
  .meta({ id: 'Indicator' });

export const readIndicatorRoute = defineRoute({
  operationId: 'readIndicator',
  method: 'GET',
  path: '/v1/indicators/{id}',
  function: 'look-up',
  summary: 'All that you may see of an indicator, by its id',
  params: z.strictObject({ id }),
  replies: { 200: indicatorView },
  isRead: true,
});

export const findIndicatorRoute = defineRoute({
  operationId: 'findIndicator',
  method: 'GET',
  path: '/v1/indicators',
  function: 'look-up',
  summary: 'All that you may see of an indicator, by its value',
  query: z.strictObject({
    value: z.string().min(1).max(8192),
    type: indicatorType.optional(),
  }),
  replies: { 200: indicatorView },
  isRead: true,
});

export const lookUpSize = 1000;

const lookUpValue = z.union([
  z.string().max(16_384),
  z.strictObject({ type: indicatorType.optional(), value: z.string().max(16_384) }),
]);

const lookUpBody = z
  .strictObject({
    values: z.array(lookUpValue).min(1).max(lookUpSize),
    expand: z.boolean().optional().meta({ description: 'With the descriptors of what is known' }),
  })
  .meta({ id: 'LookUps' });

const lookUpResult = z.strictObject({
  value: z.string(),
  type: indicatorType.optional(),
  known: z.boolean(),
  indicatorId: id.optional(),
  summary: indicatorSummary.optional(),
  descriptors: z.array(descriptorView).optional(),
  problem: z
    .looseObject({ code: z.string(), detail: z.string() })
    .optional()
    .meta({ description: 'Why this value could not be looked up' }),
});

export const lookUpRoute = defineRoute({
  operationId: 'lookUp',
  method: 'POST',
  path: '/v1/lookups',
  function: 'look-up',
  summary: 'Which of up to 1,000 values are known to you; a result for each, in order',
  body: lookUpBody,
  replies: {
    200: z.strictObject({ results: z.array(lookUpResult) }).meta({ id: 'LookUpResults' }),
  },
  isRead: true,
});
