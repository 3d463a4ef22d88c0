import { z } from 'zod';
import { remarkLimits } from '../core/remark';
import { audienceChoice } from './descriptors.contract';
import { id, micros, text, time, wholeNumber } from './fields';
import { byId, madeReply, remarkFields, saidTo } from './remarks';
import { defineRoute } from './route';
import { overrideChoice } from './screening.contract';

const commentText = text(remarkLimits.textBytes, 1);

export const commentBody = z
  .strictObject({
    text: commentText,
    replyTo: id.optional().meta({ description: 'The comment that it answers' }),
    ...saidTo,
    override: overrideChoice.optional(),
  })
  .meta({ id: 'PostComment' });

export const patchCommentBody = z
  .strictObject({
    version: micros,
    text: commentText.optional(),
    audience: audienceChoice
      .optional()
      .meta({ description: 'The whole new set: a part of what it is' }),
    override: overrideChoice.optional(),
  })
  .meta({ id: 'PatchComment' });

export const commentView = z
  .strictObject({
    ...remarkFields,
    text: z.string(),
    replyTo: id.nullable(),
    earlier: z
      .array(z.strictObject({ text: z.string(), at: time }))
      .meta({ description: 'What it said before, with when it was edited: the last 10' }),
  })
  .meta({ id: 'Comment' });

export const commentPageSize = 100;
const place = z.string().regex(/^[0-9]{13,16}-[1-9][0-9]{0,18}$/, {
  error: 'must be the `next` of a page',
});

export const postCommentRoute = defineRoute({
  operationId: 'postComment',
  method: 'POST',
  path: '/v1/indicators/{id}/comments',
  function: 'discuss',
  summary: 'Say something about an indicator that you see',
  params: byId,
  body: commentBody,
  replies: { 201: madeReply },
  isRead: false,
});

export const listCommentsRoute = defineRoute({
  operationId: 'listComments',
  method: 'GET',
  path: '/v1/indicators/{id}/comments',
  function: 'discuss',
  summary: 'What was said about an indicator in your audiences, oldest first',
  params: byId,
  query: z.strictObject({
    after: place.optional(),
    limit: wholeNumber.transform(Number).pipe(z.int().min(1).max(commentPageSize)).optional(),
  }),
  replies: {
    200: z
      .strictObject({ comments: z.array(commentView), next: place.nullable() })
      .meta({ id: 'Comments' }),
  },
  isRead: true,
});

export const readCommentRoute = defineRoute({
  operationId: 'readComment',
  method: 'GET',
  path: '/v1/comments/{id}',
  function: 'discuss',
  summary: 'One comment that you made or may see, with what it said before',
  params: byId,
  replies: { 200: commentView },
  isRead: true,
});

export const patchCommentRoute = defineRoute({
  operationId: 'patchComment',
  method: 'PATCH',
  path: '/v1/comments/{id}',
  function: 'discuss',
  summary: 'Edit your comment or take it from an audience, with the version that you read',
  params: byId,
  body: patchCommentBody,
  replies: { 200: madeReply },
  isRead: false,
});

export const retractCommentRoute = defineRoute({
  operationId: 'retractComment',
  method: 'DELETE',
  path: '/v1/comments/{id}',
  function: 'discuss',
  summary: 'Take your comment back from every audience',
  params: byId,
  replies: { 204: null },
  isRead: false,
});
