import { z } from 'zod';
import { statuses } from '../core/descriptor';
import { listKinds } from '../core/export/block-list';
import { freshSeconds, listLimits } from '../core/export/cached-list';
import { contentTypes } from '../core/export/render';
import { mostNamed } from '../core/named';
import { exportFormat } from './exports.contract';
import { audienceName, micros } from './fields';
import { thingName, versionRead } from './named';
import { defineRoute } from './route';

/** What a list is made of, and how it is written. */
export const listDefinition = z
  .strictObject({
    feed: audienceName.optional().meta({
      description: 'All that one of your audiences holds; either this or `saved`',
    }),
    saved: thingName.optional().meta({
      description: 'What a search that you have saved finds, as it is saved at the time',
    }),
    format: exportFormat,
    kinds: z.array(z.enum(listKinds)).min(1).max(listKinds.length).optional(),
    comments: z.boolean().optional().meta({
      description: 'Whether a block list has its TLP as a first line with #; default true',
    }),
    status: z.enum(statuses).optional().meta({
      description: 'MALICIOUS, unless you, or the saved search, say another',
    }),
    confidenceMin: z.int().min(0).max(100).optional(),
  })
  .refine(({ feed, saved }) => (feed === undefined) !== (saved === undefined), {
    error: 'must be made of either a feed or a saved search',
  })
  .meta({ id: 'ListDefinition' });
export type ListDefinition = Readonly<z.output<typeof listDefinition>>;

const list = z
  .strictObject({ name: thingName, definition: listDefinition, version: micros })
  .meta({ id: 'CachedList' });

const lists = { function: 'saved' } as const;
const byName = z.strictObject({ name: thingName });

export const listListsRoute = defineRoute({
  ...lists,
  operationId: 'listLists',
  method: 'GET',
  path: '/v1/lists',
  summary: 'The lists that your organisation keeps at stable addresses',
  replies: { 200: z.strictObject({ lists: z.array(list) }).meta({ id: 'CachedLists' }) },
  isRead: true,
});

export const readListRoute = defineRoute({
  ...lists,
  operationId: 'readList',
  method: 'GET',
  path: '/v1/lists/{name}',
  summary: 'What a list is made of',
  params: byName,
  replies: { 200: list },
  isRead: true,
});

export const putListRoute = defineRoute({
  ...lists,
  operationId: 'putList',
  method: 'PUT',
  path: '/v1/lists/{name}',
  summary: `Make a list, or change what it is made of; at most ${mostNamed.list}`,
  params: byName,
  body: z
    .strictObject({ definition: listDefinition, version: versionRead })
    .meta({ id: 'PutList' }),
  replies: { 200: list, 201: list },
  isRead: false,
});

export const removeListRoute = defineRoute({
  ...lists,
  operationId: 'removeList',
  method: 'DELETE',
  path: '/v1/lists/{name}',
  summary: 'Remove a list; its address answers 404 from now on',
  params: byName,
  replies: { 204: null },
  isRead: false,
});

export const readListContentRoute = defineRoute({
  operationId: 'readListContent',
  method: 'GET',
  path: '/v1/lists/{name}/content',
  function: 'export',
  summary: `The list itself, for what can only GET: with ETag, by Bearer or by HTTP Basic (member id, secret) with a credential that can only read. Never older than ${freshSeconds / 60} minutes, at most ${listLimits.values} values`,
  params: byName,
  media: [...new Set(Object.values(contentTypes))],
  takesBasic: true,
  replies: { 200: z.string(), 304: null },
  isRead: true,
});
