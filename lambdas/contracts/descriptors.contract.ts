import { z } from 'zod';
import { limits, precisions, reviewStatuses, severities, statuses } from '../core/descriptor';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { tlps } from '../core/tlp-rules';
import { audienceName, id, micros, text, time } from './fields';
import { defineRoute } from './route';
import { overrideChoice } from './screening.contract';

export const indicatorType = z.enum(indicatorTypes).meta({ id: 'IndicatorType' });
export const status = z.enum(statuses).meta({ id: 'Status' });

export const audienceChoice = z
  .strictObject({
    community: z.literal(true).optional(),
    groups: z.array(id).max(limits.audiences).optional(),
    members: z.array(id).max(limits.audiences).optional(),
  })
  .meta({ id: 'Audience', description: 'Who may see it; naming nobody keeps it to you' });

const tag = text(limits.tagBytes, 1).refine((value) => value.trim() !== '__proto__', {
  error: 'is no name for a tag',
});

const opinionFields = {
  severity: z.enum(severities),
  confidence: z.int().min(0).max(100).nullable(),
  precision: z.enum(precisions),
  reviewStatus: z.enum(reviewStatuses),
  tlp: z.enum(tlps),
  description: text(limits.descriptionBytes),
  tags: z.array(tag).max(limits.tags),
  sourceUri: text(limits.sourceUriBytes, 1).nullable(),
  firstActiveAt: time.nullable(),
  lastActiveAt: time.nullable(),
  expiresAt: time.nullable(),
};

export const publishDescriptorBody = z
  .strictObject({
    type: indicatorType.optional(),
    value: z
      .string()
      .min(1)
      .max(16_384)
      .meta({ examples: ['evil[.]example'] }),
    status,
    ...z.object(opinionFields).partial().shape,
    audience: audienceChoice,
    override: overrideChoice.optional(),
  })
  .meta({ id: 'PublishDescriptor' });

const planId = id.optional().meta({
  description: 'Of a share plan: refused with 409 if anybody has joined since it was made',
});

export const publishDescriptorRequest = z
  .strictObject({ ...publishDescriptorBody.shape, planId })
  .meta({ id: 'PublishDescriptorRequest' });

export const patchDescriptorBody = z
  .strictObject({
    version: micros,
    status: status.optional(),
    ...z.object(opinionFields).partial().shape,
    audience: audienceChoice.optional().meta({ description: 'The whole new set' }),
    override: overrideChoice.optional(),
    planId,
  })
  .meta({ id: 'PatchDescriptor' });

export const batchSize = 1000;

export const publishBatchBody = z
  .strictObject({
    descriptors: z
      .array(z.unknown().meta({ description: 'A PublishDescriptor; each is judged alone' }))
      .min(1)
      .max(batchSize),
    planId,
  })
  .meta({ id: 'PublishBatch' });

export const warning = z
  .looseObject({ code: z.string(), detail: z.string(), pointer: z.string().optional() })
  .meta({ id: 'Warning', description: 'What is doubtful about a write that was done' });
const published = { id, indicatorId: id, version: micros, warnings: z.array(warning).optional() };

export const publishReply = z.strictObject(published).meta({ id: 'Published' });

const batchResult = z.union([
  z.strictObject({ status: z.literal([200, 201]), ...published }),
  z.strictObject({
    status: z.literal([400, 409, 500, 503]),
    problem: z.looseObject({ code: z.string(), detail: z.string() }),
  }),
]);

export const publishBatchReply = z
  .strictObject({ results: z.array(batchResult) })
  .meta({ id: 'BatchResults' });

export const descriptorView = z
  .strictObject({
    id,
    indicatorId: id,
    owner: id,
    type: indicatorType,
    value: z.string(),
    raw: z.string(),
    status,
    ...opinionFields,
    version: micros.meta({ description: "Yours: send it with PATCH. Another's: its feed version" }),
    publishedAt: time,
    changedAt: time,
    seenIn: z.array(audienceName).meta({ description: 'Those of your audiences that hold it' }),
    state: z.enum(['live', 'expired', 'quarantined']).optional(),
    audience: audienceChoice.optional().meta({ description: 'Only on your own' }),
    override: overrideChoice.optional(),
  })
  .meta({ id: 'Descriptor' });

const byId = z.strictObject({ id });

export const publishDescriptorRoute = defineRoute({
  operationId: 'publishDescriptor',
  method: 'POST',
  path: '/v1/descriptors',
  function: 'publish',
  summary: 'Publish your opinion on an indicator, or replace the one that you gave',
  body: publishDescriptorRequest,
  replies: { 200: publishReply, 201: publishReply },
  isRead: false,
});

export const publishBatchRoute = defineRoute({
  operationId: 'publishBatch',
  method: 'POST',
  path: '/v1/descriptors/batch',
  function: 'publish',
  summary: 'Publish up to 1,000 descriptors; a result for each, in order',
  body: publishBatchBody,
  replies: { 200: publishBatchReply },
  isRead: false,
});

export const readDescriptorRoute = defineRoute({
  operationId: 'readDescriptor',
  method: 'GET',
  path: '/v1/descriptors/{id}',
  function: 'look-up',
  summary: 'One descriptor that you own or may see',
  params: byId,
  replies: { 200: descriptorView },
  isRead: true,
});

export const patchDescriptorRoute = defineRoute({
  operationId: 'patchDescriptor',
  method: 'PATCH',
  path: '/v1/descriptors/{id}',
  function: 'publish',
  summary: 'Change your descriptor, with the version that you read',
  params: byId,
  body: patchDescriptorBody,
  replies: { 200: publishReply },
  isRead: false,
});

export const retractDescriptorRoute = defineRoute({
  operationId: 'retractDescriptor',
  method: 'DELETE',
  path: '/v1/descriptors/{id}',
  function: 'publish',
  summary: 'Retract your descriptor from every audience',
  params: byId,
  replies: { 204: null },
  isRead: false,
});
