import { z } from 'zod';
import { callFailures } from '../core/egress/call';
import {
  disabledReasons,
  endpointFormats,
  endpointLimits,
  endpointStates,
  payloadKinds,
} from '../core/notify/endpoint';
import { topics as everyTopic } from '../core/notify/topic';
import { signingSchemes } from '../core/webhooks/signing-key';
import { id, micros, text, time } from './fields';
import { versionRead } from './named';
import { defineRoute } from './route';

const url = z
  .string()
  .min(1)
  .max(2048)
  .meta({ examples: ['https://hooks.example.com/tocsin'] });

const watchIds = z
  .array(id)
  .min(1)
  .max(100)
  .nullable()
  .meta({ description: 'Only what these watches meet; null: what any does' });

const topics = z.array(z.enum(everyTopic)).min(1).max(everyTopic.length).nullable().meta({
  description:
    'Of the format threatexchange: what it subscribes to; null: all. Opinions are threat_descriptor, what else is said of an indicator threat_indicator; of the others nothing is told so far',
});
export const topicsOfFormat = 'goes with the format threatexchange';

const payload = z.enum(payloadKinds).meta({
  description:
    'thin carries ids, and what is behind them is fetched with a credential; full carries the words too',
});

const failures = Object.keys(callFailures) as [keyof typeof callFailures];

/** Never what the receiver answered, which may be somebody else's secret. */
const callResult = {
  status: z.int().optional().meta({ description: 'HTTP, where there was an answer' }),
  failure: z.enum(failures).optional().meta({ description: 'Why there was none that counts' }),
  latencyMs: z.int().min(0),
};

const health = z
  .strictObject({
    state: z.enum(['closed', 'open', 'half_open']).meta({
      description: 'open: it failed too often, and nothing is sent for a while; then one attempt',
    }),
    failures: z.int().min(0).meta({ description: 'In a row' }),
    failingSince: micros.nullable(),
    pausedUntil: micros.nullable(),
    delivered: z.int().min(0),
    failed: z.int().min(0),
    lastDeliveredAt: micros.nullable(),
    lastFailedAt: micros.nullable(),
  })
  .meta({ id: 'EndpointHealth' });

export const endpointFields = {
  id,
  url,
  format: z.enum(endpointFormats),
  payload,
  signing: z.enum(signingSchemes),
  watches: watchIds,
  topics,
  state: z.enum(endpointStates).meta({
    description:
      'pending: not activated yet; disabled: nothing is sent until it is activated again',
  }),
  reason: z.enum(disabledReasons).nullable().meta({
    description: 'gone: the receiver answered 410; failing: it failed for days; owner: you did it',
  }),
  disabledAt: micros.nullable(),
  secrets: z.array(z.strictObject({ id, createdAt: micros, endsAt: micros.nullable() })),
  health,
  version: micros,
  createdAt: micros,
} as const;

const endpoint = z.strictObject(endpointFields).meta({ id: 'Endpoint' });
const endpointWithKey = z
  .strictObject({
    ...endpointFields,
    verifyWith: z.string().optional().meta({
      description:
        'What your receiver verifies with: the public key of ed25519, or the shared secret. Shown this once',
    }),
  })
  .meta({ id: 'EndpointWithKey' });

const webhooks = { function: 'webhooks' } as const;
const byId = z.strictObject({ id });
const callLimit = `Challenges and tests: at most ${endpointLimits.calls} in ${endpointLimits.callWindowMinutes} minutes`;

export const listEndpointsRoute = defineRoute({
  ...webhooks,
  operationId: 'listEndpoints',
  method: 'GET',
  path: '/v1/endpoints',
  summary: "Your organisation's webhooks, and how they are doing",
  replies: { 200: z.strictObject({ endpoints: z.array(endpoint) }).meta({ id: 'Endpoints' }) },
  isRead: true,
});

export const createEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'createEndpoint',
  method: 'POST',
  path: '/v1/endpoints',
  summary: `Name a URL to be told at; at most ${endpointLimits.endpoints}. Nothing is sent before it is activated`,
  body: z
    .strictObject({
      url,
      format: z.enum(endpointFormats).default('standard'),
      payload: payload.default('thin'),
      signing: z.enum(signingSchemes).optional().meta({
        description: 'ed25519, unless you say hmac; the format threatexchange knows hmac alone',
      }),
      watches: watchIds.default(null),
      topics: topics.default(null),
      verifyToken: text(256, 1).optional().meta({
        description: 'Of the format threatexchange: what your receiver expects as hub.verify_token',
      }),
    })
    .refine(({ format, signing }) => format === 'standard' || signing !== 'ed25519', {
      path: ['signing'],
      error: 'must be hmac with the format threatexchange',
    })
    .refine(({ format, verifyToken }) => (format === 'standard') === (verifyToken === undefined), {
      path: ['verifyToken'],
      error: 'goes with the format threatexchange, and that one needs it',
    })
    .refine(({ format, topics: named }) => format === 'threatexchange' || named === null, {
      path: ['topics'],
      error: topicsOfFormat,
    })
    .meta({ id: 'CreateEndpoint' }),
  replies: { 200: endpoint, 201: endpointWithKey },
  isRead: false,
});

export const readEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'readEndpoint',
  method: 'GET',
  path: '/v1/endpoints/{id}',
  summary: 'One endpoint with its health',
  params: byId,
  replies: { 200: endpoint },
  isRead: true,
});

export const changeEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'changeEndpoint',
  method: 'PATCH',
  path: '/v1/endpoints/{id}',
  summary: 'Change an endpoint; with another URL it must be activated again',
  params: byId,
  body: z
    .strictObject({
      url: url.optional(),
      payload: payload.optional(),
      watches: watchIds.optional(),
      topics: topics.optional(),
      state: z.literal('disabled').optional(),
      version: versionRead,
    })
    .meta({ id: 'ChangeEndpoint' }),
  replies: { 200: endpoint },
  isRead: false,
});

export const removeEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'removeEndpoint',
  method: 'DELETE',
  path: '/v1/endpoints/{id}',
  summary: 'Remove an endpoint; what waits for it is not sent, and stays among your matches',
  params: byId,
  replies: { 204: null },
  isRead: false,
});

export const rotateEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'rotateEndpointSecret',
  method: 'POST',
  path: '/v1/endpoints/{id}/secrets',
  summary: 'Make a new secret; until the overlap ends, webhooks carry a signature of each',
  params: byId,
  body: z
    .strictObject({
      overlapHours: z
        .int()
        .min(0)
        .max(endpointLimits.longestOverlapHours)
        .default(endpointLimits.overlapHours)
        .meta({ description: '0 if the old one is known to somebody else' }),
    })
    .meta({ id: 'RotateEndpointSecret' }),
  replies: { 200: endpoint, 201: endpointWithKey },
  isRead: false,
});

export const activateEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'activateEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/activation',
  summary: `Send a signed challenge: a receiver that answers 2xx with its text is told from now on. Of the format threatexchange a GET with hub.challenge. ${callLimit}`,
  params: byId,
  replies: { 200: endpoint },
  isRead: false,
});

export const testEndpointRoute = defineRoute({
  ...webhooks,
  operationId: 'testEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/test',
  summary: `Send an active endpoint your newest match, or a sample where you have none. ${callLimit}`,
  params: byId,
  replies: {
    200: z
      .strictObject({
        sent: z.enum(['match', 'sample']),
        delivered: z.boolean(),
        ...callResult,
      })
      .meta({ id: 'EndpointTest' }),
  },
  isRead: false,
});

export const recoverDeliveriesRoute = defineRoute({
  ...webhooks,
  operationId: 'recoverDeliveries',
  method: 'POST',
  path: '/v1/endpoints/{id}/recovery',
  summary: 'Send again all matches since a time that were not delivered to an active endpoint',
  params: byId,
  body: z.strictObject({ since: time }).meta({ id: 'RecoverDeliveries' }),
  replies: {
    200: z
      .strictObject({
        waiting: z.int().min(0),
        complete: z.boolean().meta({ description: 'False where more are left: ask again later' }),
      })
      .meta({ id: 'RecoveredDeliveries' }),
  },
  isRead: false,
});
