import { z } from 'zod';
import { callFailures } from '../core/egress/call';
import { codeClasses, deliveryDays, deliveryStates } from '../core/notify/delivery';
import { id, micros, time } from './fields';
import { pageLimit, place } from './matches.contract';
import { defineRoute } from './route';

const failures = Object.keys(callFailures) as [keyof typeof callFailures];

const delivery = z
  .strictObject({
    id: id.meta({ description: 'The webhook-id, the same in every attempt' }),
    endpointId: id,
    matches: z.array(id),
    createdAt: micros,
    state: z.enum(deliveryStates).meta({
      description:
        'dead: no attempt is left; dropped: nothing of it may be seen any more, or its endpoint is gone',
    }),
    nextAt: micros.nullable().meta({ description: 'When it is tried next' }),
    attempts: z.array(
      z.strictObject({
        at: micros,
        status: z.int().optional(),
        failure: z.enum(failures).optional(),
        latencyMs: z.int().min(0),
      }),
    ),
  })
  .meta({ id: 'Delivery' });

const webhooks = { function: 'webhooks' } as const;
const ofEndpoint = z.strictObject({ id, deliveryId: id });

export const listDeliveriesRoute = defineRoute({
  ...webhooks,
  operationId: 'listDeliveries',
  method: 'GET',
  path: '/v1/deliveries',
  summary: `Webhooks and what came of each attempt, newest first; kept ${deliveryDays} days`,
  query: z.strictObject({
    state: z.enum(deliveryStates).optional(),
    code: z
      .enum(codeClasses)
      .optional()
      .meta({ description: 'Of the last attempt; none: no answer' }),
    endpoint: id.optional(),
    since: time.optional(),
    until: time.optional(),
    cursor: place.optional(),
    limit: pageLimit,
  }),
  replies: {
    200: z
      .strictObject({
        deliveries: z.array(delivery),
        cursor: place.nullable().meta({
          description: 'Goes on from here; a page may hold fewer than its limit before the last',
        }),
      })
      .meta({ id: 'Deliveries' }),
  },
  isRead: true,
});

export const readDeliveryRoute = defineRoute({
  ...webhooks,
  operationId: 'readDelivery',
  method: 'GET',
  path: '/v1/endpoints/{id}/deliveries/{deliveryId}',
  summary: 'One delivery with its attempts',
  params: ofEndpoint,
  replies: { 200: delivery },
  isRead: true,
});

export const replayDeliveryRoute = defineRoute({
  ...webhooks,
  operationId: 'replayDelivery',
  method: 'POST',
  path: '/v1/endpoints/{id}/deliveries/{deliveryId}/replay',
  summary: 'Send a delivery again under its id, as far as you may still see what is in it',
  params: ofEndpoint,
  replies: { 202: delivery },
  isRead: false,
});
