import { z } from 'zod';
import { limits, severities } from '../core/descriptor';
import { valueFields, watchLimits } from '../core/watch/condition';
import { watchStates } from '../core/watch/watch';
import { indicatorType, status } from './descriptors.contract';
import { audienceName, id, micros, text, time } from './fields';
import { defineRoute } from './route';

const { conditions: mostConditions, values: mostValues, nameBytes } = watchLimits;
const value = z.string().min(1).max(16_384);
const list = <T extends z.ZodType>(of: T, most: number) => z.array(of).min(1).max(most).optional();

export const watchCondition = z
  .strictObject({
    exact: list(value, mostValues).meta({ description: 'Values, in any spelling' }),
    below: list(value, mostValues).meta({
      description: 'Domains: each with all below it, in domains, hosts of URIs and mail addresses',
    }),
    inside: list(value, mostValues).meta({
      description: 'Addresses and subnets: what lies in one of them',
    }),
    contains: list(value, mostValues).meta({
      description: 'Addresses and subnets: subnets that one of them lies in',
    }),
    tags: list(text(limits.tagBytes, 1), limits.tags),
    types: list(indicatorType, 100),
    owners: list(id, 50),
    audiences: list(audienceName, 50),
    statusAtLeast: status.optional(),
    severityAtLeast: z.enum(severities).optional(),
    confidenceAtLeast: z.int().min(0).max(100).optional(),
    mine: z.literal(true).optional().meta({
      description: 'What others say of what you published: opinions, comments, reactions',
    }),
  })
  .meta({
    id: 'WatchCondition',
    description:
      'All that it says must hold, and of a list any one does. One of exact, below, inside, contains at most',
    examples: [{ below: ['my-bank.example'], statusAtLeast: 'SUSPICIOUS' }],
  });

const conditions = z.array(watchCondition).min(1).max(mostConditions);
const name = text(nameBytes, 1);
const expiresAt = time.nullable().meta({ description: 'From then on it tells nothing' });

const retro = z
  .strictObject({
    state: z.enum(['pending', 'running', 'done']),
    found: z.int(),
    complete: z.boolean(),
  })
  .meta({ id: 'Retro', description: 'The run against what is there already' });

const watch = z
  .strictObject({
    ...{ id, name, state: z.enum(watchStates), version: micros, createdAt: time },
    ...{ expiresAt: time.nullable(), retro },
    conditions: z.array(watchCondition),
    values: z.int().meta({ description: 'How many values they name' }),
  })
  .meta({ id: 'Watch', description: 'In the list of watches each list of values is cut at ten' });

const watches = { function: 'watches' } as const;
const byId = z.strictObject({ id });
const version = micros.optional().meta({
  description: 'The version that you read; without it, whatever is there is changed',
});

export const listWatchesRoute = defineRoute({
  ...watches,
  operationId: 'listWatches',
  method: 'GET',
  path: '/v1/watches',
  summary: 'The watches of your organisation',
  replies: { 200: z.strictObject({ watches: z.array(watch) }).meta({ id: 'Watches' }) },
  isRead: true,
});

export const readWatchRoute = defineRoute({
  ...watches,
  operationId: 'readWatch',
  method: 'GET',
  path: '/v1/watches/{id}',
  summary: 'One of your watches, with all its values',
  params: byId,
  replies: { 200: watch },
  isRead: true,
});

export const createWatchRoute = defineRoute({
  ...watches,
  operationId: 'createWatch',
  method: 'POST',
  path: '/v1/watches',
  summary: `Be told of what meets it, what is there already included; at most ${watchLimits.watches} watches, of ${mostValues} values each`,
  body: z
    .strictObject({ name, conditions, expiresAt: expiresAt.optional() })
    .meta({ id: 'CreateWatch' }),
  replies: { 200: watch, 201: watch },
  isRead: false,
});

export const changeWatchRoute = defineRoute({
  ...watches,
  operationId: 'changeWatch',
  method: 'PATCH',
  path: '/v1/watches/{id}',
  summary: 'Rename, pause, resume or end a watch, or give it other conditions',
  params: byId,
  body: z
    .strictObject({
      name: name.optional(),
      state: z.enum(['live', 'paused']).optional(),
      expiresAt: expiresAt.optional(),
      conditions: conditions.optional().meta({ description: 'The whole new set' }),
      version,
    })
    .meta({ id: 'ChangeWatch' }),
  replies: { 200: watch },
  isRead: false,
});

export const addWatchValuesRoute = defineRoute({
  ...watches,
  operationId: 'addWatchValues',
  method: 'POST',
  path: '/v1/watches/{id}/values',
  summary: 'Add values to a list of one of its conditions: a long list comes in pieces',
  params: byId,
  body: z
    .strictObject({
      condition: z
        .int()
        .min(0)
        .max(mostConditions - 1)
        .meta({ description: 'Which, from 0' }),
      field: z.enum(valueFields),
      values: z.array(value).min(1).max(mostValues),
      version,
    })
    .meta({ id: 'AddWatchValues' }),
  replies: { 200: watch },
  isRead: false,
});

export const removeWatchRoute = defineRoute({
  ...watches,
  operationId: 'removeWatch',
  method: 'DELETE',
  path: '/v1/watches/{id}',
  summary: 'Remove a watch',
  params: byId,
  replies: { 204: null },
  isRead: false,
});

const wouldMatch = z
  .strictObject({
    ...{ id, indicatorId: id, type: indicatorType, value: z.string(), owner: id, status },
    seenIn: audienceName,
    changedAt: time,
  })
  .meta({ id: 'WouldMatch' });

export const testWatchRoute = defineRoute({
  ...watches,
  operationId: 'testWatch',
  method: 'POST',
  path: '/v1/watches/test',
  summary: 'What a watch would have matched of late, before it exists; nothing is kept',
  body: z
    .strictObject({
      conditions,
      days: z.int().min(1).max(90).optional().meta({ description: '7, unless you say another' }),
    })
    .meta({ id: 'TestWatch' }),
  replies: {
    200: z
      .strictObject({
        matches: z.array(wouldMatch).meta({ description: 'The first 100 that were found' }),
        complete: z.boolean().meta({ description: 'False where the budget ended it' }),
        budget: z.strictObject({ readUnits: z.number(), spent: z.number() }),
      })
      .meta({ id: 'WatchTest' }),
  },
  isRead: true,
});
