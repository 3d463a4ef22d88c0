import { z } from 'zod';
import { policy, wholePolicy } from '../core/policy';
import { text } from './fields';
import { defineRoute } from './route';

const policyView = policy.meta({ id: 'Policy' });

export const readPolicyRoute = defineRoute({
  operationId: 'readPolicy',
  method: 'GET',
  path: '/v1/policy',
  function: 'admission',
  summary: 'The rules in force: who is admitted, who is of the community',
  query: z.strictObject({
    version: z.coerce.number().int().min(0).optional().meta({ description: 'One that was' }),
  }),
  replies: { 200: policyView },
  isRead: true,
});

export const putPolicyRoute = defineRoute({
  operationId: 'putPolicy',
  method: 'PUT',
  path: '/v1/policy',
  function: 'admission',
  summary: 'Decide the rules: all of them, with the version that was read and a reason',
  body: wholePolicy
    .extend({
      version: z.int().min(0).meta({ description: 'The version that you read' }),
      reason: text(1000, 1).meta({ description: 'Why, for all members to read' }),
    })
    .meta({ id: 'PutPolicy' }),
  replies: { 200: policyView },
  isRead: false,
});
