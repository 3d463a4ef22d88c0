import { z } from 'zod';
import { objectKinds } from '../core/exchange-object';
import { audienceName, audiencesEpoch, id, micros, wholeNumber } from './fields';
import { defineRoute } from './route';

const head = z
  .strictObject({
    epoch: micros,
    position: micros,
    count: z.int().min(0),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({
    id: 'FeedHead',
    description:
      'The digest is the sum modulo 2^256 of SHA-256("<id>:<version>") over the live objects. Your copy is complete when a page whose head position equals the `after` that you sent has the count and digest of your copy.',
  });

export const listFeedsRoute = defineRoute({
  operationId: 'listFeeds',
  method: 'GET',
  path: '/v1/feeds',
  function: 'feed',
  summary: 'Your audiences, each with the head of its feed',
  replies: {
    200: z
      .strictObject({
        audiencesEpoch,
        feeds: z.array(z.strictObject({ audience: audienceName, head })),
      })
      .meta({ id: 'Feeds' }),
  },
  isRead: true,
});

export const feedPageSize = 1000;

const change = z
  .strictObject({
    id,
    kind: z.enum(objectKinds),
    version: micros,
    gone: z.literal(true).optional(),
    withheld: z.literal(true).optional().meta({
      description:
        'Its words are being taken back: drop them, keep id and version. It counts in the head until it comes again',
    }),
    descriptor: z.looseObject({ id }).optional(),
    comment: z.looseObject({ id }).optional(),
    reaction: z.looseObject({ id }).optional(),
    relation: z.looseObject({ id }).optional(),
  })
  .meta({ id: 'FeedChange', description: 'The newest state of one object, or its tombstone' });

export const feedPage = z
  .strictObject({
    audience: audienceName,
    head,
    changes: z.array(change),
    next: micros.meta({ description: 'Send it as `after` for the next page' }),
    asOf: micros.meta({
      description:
        'Send it back beside `after`. It tells how old your copy is, and so whether all tombstones that you need are still there',
    }),
    more: z.boolean(),
  })
  .meta({ id: 'FeedPage' });

export const readFeedRoute = defineRoute({
  operationId: 'readFeed',
  method: 'GET',
  path: '/v1/feeds/{audience}',
  function: 'feed',
  summary: 'The changes of one audience after a position, tombstones included',
  params: z.strictObject({ audience: audienceName }),
  query: z.strictObject({
    after: wholeNumber.transform(Number).pipe(micros).optional(),
    asOf: wholeNumber.transform(Number).pipe(micros).optional(),
    limit: wholeNumber.transform(Number).pipe(z.int().min(1).max(feedPageSize)).optional(),
  }),
  replies: { 200: feedPage },
  isRead: true,
});
