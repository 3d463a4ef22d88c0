import { z } from 'zod';
import { objectKinds } from '../core/exchange-object';
import { matchDays, matchEvents } from '../core/notify/match';
import { audienceName, id, micros, time, wholeNumber } from './fields';
import { defineRoute } from './route';

export const matchesPageSize = 100;
/** Of one request; what is left over is acknowledged by the next. */
export const mostAcknowledged = 500;

/** Where a page ended: a time and an id. */
export const place = z
  .string()
  .regex(/^[0-9]{16}-[0-9]{1,19}(-[0-9]{1,19})?$/, { error: 'must be a cursor of an answer' });

export const pageLimit = wholeNumber
  .transform(Number)
  .pipe(z.int().min(1).max(matchesPageSize))
  .optional();

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const match = z
  .strictObject({
    id,
    watchId: id,
    event: z.enum(matchEvents).meta({
      description:
        'new and changed: something met the watch; withdrawn: what you were told of is not shown to you any more; about_mine: others have something to say of what is yours',
    }),
    kind: z.enum(objectKinds),
    objectId: id,
    indicatorId: id,
    owner: id,
    matchedAt: micros,
    read: z.boolean(),
    audiences: z.array(audienceName).meta({ description: 'Yours, through which it was seen' }),
    object: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'What was seen then; not of what you may no longer see' }),
  })
  .meta({ id: 'Match' });

const matches = { function: 'matches' } as const;

export const listMatchesRoute = defineRoute({
  ...matches,
  operationId: 'listMatches',
  method: 'GET',
  path: '/v1/matches',
  summary: `What your watches have met, newest first; kept ${matchDays} days. A webhook is only its messenger`,
  query: z.strictObject({
    unread: flag.optional(),
    watch: id.optional(),
    event: z.enum(matchEvents).optional(),
    since: time.optional(),
    cursor: place.optional(),
    limit: pageLimit,
  }),
  replies: {
    200: z
      .strictObject({
        matches: z.array(match),
        cursor: place.nullable().meta({
          description: 'Goes on from here; a page may hold fewer than its limit before the last',
        }),
      })
      .meta({ id: 'Matches' }),
  },
  isRead: true,
});

export const readMatchRoute = defineRoute({
  ...matches,
  operationId: 'readMatch',
  method: 'GET',
  path: '/v1/matches/{id}',
  summary: 'One match, such as a thin webhook names',
  params: z.strictObject({ id }),
  replies: { 200: match },
  isRead: true,
});

export const acknowledgeMatchesRoute = defineRoute({
  ...matches,
  operationId: 'acknowledgeMatches',
  method: 'POST',
  path: '/v1/matches/acknowledge',
  summary: 'Mark matches as read: those that are named, or all that were found until a time',
  body: z
    .union([
      z.strictObject({ ids: z.array(id).min(1).max(matchesPageSize) }),
      z.strictObject({ until: time }),
    ])
    .meta({ id: 'AcknowledgeMatches' }),
  replies: {
    200: z
      .strictObject({
        acknowledged: z.int().min(0),
        complete: z
          .boolean()
          .meta({ description: `False where more than ${mostAcknowledged} were left: ask again` }),
      })
      .meta({ id: 'AcknowledgedMatches' }),
  },
  isRead: false,
});
