import { z } from 'zod';
import { mostNamed } from '../core/named';
import { micros } from './fields';
import { thingName, versionRead } from './named';
import { defineRoute } from './route';
import { searchQuery } from './search.contract';

/** How an answer is told is said when it is asked for. */
const asked = { limit: true, cursor: true, explain: true, facets: true } as const;
export const questionFields = searchQuery.omit(asked);

/** A question as it would be asked, parameter by parameter: kept as it was written, and read when it is asked. */
export const question = z
  .record(z.string(), z.string())
  .superRefine((written, context) => {
    const { error } = questionFields.safeParse(written);
    for (const issue of error?.issues ?? []) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      context.addIssue({
        ...{ code: 'custom', message: issue.message, path: [...issue.path, ...unknown] },
      });
    }
  })
  .meta({
    id: 'Question',
    description: 'The parameters of GET /v1/search by name, without limit, cursor, facets, explain',
    examples: [{ tag: 'phishing', type: 'DOMAIN' }],
  });

export type Question = Readonly<z.output<typeof question>>;

/** A question of which the answer may leave: only what is current and undisputed does. */
export const exportedFields = questionFields.superRefine(({ expired, disputed }, context) => {
  for (const [name, isAsked] of Object.entries({ expired, disputed })) {
    if (!isAsked) continue;
    const message =
      'Only what is current and undisputed leaves the exchange: it can’t be asked for';
    context.addIssue({ code: 'custom', message, path: [name] });
  }
});

const savedSearch = z
  .strictObject({ name: thingName, query: question, version: micros })
  .meta({ id: 'SavedSearch' });

const searches = { function: 'saved' } as const;
const byName = z.strictObject({ name: thingName });

export const listSavedSearchesRoute = defineRoute({
  ...searches,
  operationId: 'listSavedSearches',
  method: 'GET',
  path: '/v1/saved-searches',
  summary: 'The searches that your organisation has saved',
  replies: {
    200: z.strictObject({ searches: z.array(savedSearch) }).meta({ id: 'SavedSearches' }),
  },
  isRead: true,
});

export const readSavedSearchRoute = defineRoute({
  ...searches,
  operationId: 'readSavedSearch',
  method: 'GET',
  path: '/v1/saved-searches/{name}',
  summary: 'A saved search',
  params: byName,
  replies: { 200: savedSearch },
  isRead: true,
});

export const putSavedSearchRoute = defineRoute({
  ...searches,
  operationId: 'putSavedSearch',
  method: 'PUT',
  path: '/v1/saved-searches/{name}',
  summary: `Save a search under a name; at most ${mostNamed.search}`,
  params: byName,
  body: z.strictObject({ query: question, version: versionRead }).meta({ id: 'PutSavedSearch' }),
  replies: { 200: savedSearch, 201: savedSearch },
  isRead: false,
});

export const removeSavedSearchRoute = defineRoute({
  ...searches,
  operationId: 'removeSavedSearch',
  method: 'DELETE',
  path: '/v1/saved-searches/{name}',
  summary: 'Forget a saved search',
  params: byName,
  replies: { 204: null },
  isRead: false,
});
