import { z } from 'zod';
import { reactionKinds } from '../core/remark';
import { id, micros } from './fields';
import { byId, isWhole, madeReply, remarkFields, saidTo } from './remarks';
import { defineRoute } from './route';

const kind = z.enum(reactionKinds).meta({ id: 'ReactionKind' });
const byKind = z.strictObject({ id, kind });

export const reactionBody = z
  .strictObject({
    ...saidTo,
    version: micros.optional().meta({ description: 'To take yours from an audience' }),
  })
  .meta({ id: 'React' });

const reactionView = z
  .strictObject({ ...remarkFields, kind, descriptorId: id.nullable() })
  .meta({ id: 'Reaction' });
const reactions = z
  .strictObject({ reactions: z.array(reactionView), complete: isWhole })
  .meta({ id: 'Reactions' });

export const reactToDescriptorRoute = defineRoute({
  operationId: 'reactToDescriptor',
  method: 'PUT',
  path: '/v1/descriptors/{id}/reactions/{kind}',
  function: 'discuss',
  summary: "React to another's opinion",
  params: byKind,
  body: reactionBody,
  replies: { 200: madeReply, 201: madeReply },
  isRead: false,
});

export const unreactToDescriptorRoute = defineRoute({
  operationId: 'unreactToDescriptor',
  method: 'DELETE',
  path: '/v1/descriptors/{id}/reactions/{kind}',
  function: 'discuss',
  summary: 'Take your reaction to an opinion back',
  params: byKind,
  replies: { 204: null },
  isRead: false,
});

export const listDescriptorReactionsRoute = defineRoute({
  operationId: 'listDescriptorReactions',
  method: 'GET',
  path: '/v1/descriptors/{id}/reactions',
  function: 'discuss',
  summary: 'The reactions to an opinion that you may see',
  params: byId,
  replies: { 200: reactions },
  isRead: true,
});

export const reactToIndicatorRoute = defineRoute({
  operationId: 'reactToIndicator',
  method: 'PUT',
  path: '/v1/indicators/{id}/reactions/{kind}',
  function: 'discuss',
  summary: 'React to an indicator as a whole',
  params: byKind,
  body: reactionBody,
  replies: { 200: madeReply, 201: madeReply },
  isRead: false,
});

export const unreactToIndicatorRoute = defineRoute({
  operationId: 'unreactToIndicator',
  method: 'DELETE',
  path: '/v1/indicators/{id}/reactions/{kind}',
  function: 'discuss',
  summary: 'Take your reaction to an indicator back',
  params: byKind,
  replies: { 204: null },
  isRead: false,
});

export const listIndicatorReactionsRoute = defineRoute({
  operationId: 'listIndicatorReactions',
  method: 'GET',
  path: '/v1/indicators/{id}/reactions',
  function: 'discuss',
  summary: 'The reactions to an indicator and to opinions on it that you may see',
  params: byId,
  replies: { 200: reactions },
  isRead: true,
});
