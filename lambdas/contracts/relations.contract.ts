import { z } from 'zod';
import { relationKinds } from '../core/remark';
import { indicatorType } from './descriptors.contract';
import { id, micros } from './fields';
import { byId, isWhole, madeReply, remarkFields, saidTo } from './remarks';
import { defineRoute } from './route';

const kind = z.enum(relationKinds).meta({ id: 'RelationKind' });

export const relationBody = z
  .strictObject({
    kind,
    indicatorId: id.meta({ description: 'The indicator that this one leads to' }),
    ...saidTo,
    version: micros.optional().meta({ description: 'To take yours from an audience' }),
  })
  .meta({ id: 'Relate' });

const relationView = z
  .strictObject({ ...remarkFields, kind, toId: id })
  .meta({ id: 'Relation', description: 'The indicator leads to the one of `toId`' });

export const relateRoute = defineRoute({
  operationId: 'relate',
  method: 'POST',
  path: '/v1/indicators/{id}/relations',
  function: 'discuss',
  summary: 'Say how an indicator leads to another',
  params: byId,
  body: relationBody,
  replies: { 200: madeReply, 201: madeReply },
  isRead: false,
});

export const listRelationsRoute = defineRoute({
  operationId: 'listRelations',
  method: 'GET',
  path: '/v1/indicators/{id}/relations',
  function: 'discuss',
  summary: 'The relations from and to an indicator, both ends of which you see',
  params: byId,
  replies: {
    200: z
      .strictObject({ relations: z.array(relationView), complete: isWhole })
      .meta({ id: 'Relations' }),
  },
  isRead: true,
});

export const unrelateRoute = defineRoute({
  operationId: 'unrelate',
  method: 'DELETE',
  path: '/v1/relations/{id}',
  function: 'discuss',
  summary: 'Take your relation back',
  params: byId,
  replies: { 204: null },
  isRead: false,
});

export const listRelatedRoute = defineRoute({
  operationId: 'listRelated',
  method: 'GET',
  path: '/v1/indicators/{id}/related',
  function: 'discuss',
  summary: 'The indicators that an indicator is related to, as far as you see them',
  params: byId,
  replies: {
    200: z
      .strictObject({
        related: z.array(
          z.strictObject({
            id,
            type: indicatorType,
            value: z.string(),
            relations: z.array(
              z.strictObject({ id, kind, owner: id, direction: z.enum(['to', 'from']) }),
            ),
          }),
        ),
        complete: isWhole,
      })
      .meta({ id: 'Related' }),
  },
  isRead: true,
});
