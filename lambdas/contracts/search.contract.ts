import { z } from 'zod';
import { limits, reviewStatuses, severities, statuses } from '../core/descriptor';
import { indicatorTypes } from '../core/indicator/indicator-type';
import { reactionKinds } from '../core/remark';
import { facetNames, searchModes } from '../core/search/search-query';
import { tlps } from '../core/tlp-rules';
import { descriptorView, indicatorType } from './descriptors.contract';
import { audienceName, id, text, time, wholeNumber } from './fields';
import { indicatorView } from './indicators.contract';
import { defineRoute } from './route';

export const searchPageSize = 1000;
/** Of a list in a query. */
const mostNamed = 20;

const listed = 'Several with commas between them; a comma that is part of one is `\\,`';

/** One or several of these, as text with commas. */
function listOf<S extends z.ZodType<unknown, string>>(item: S) {
  return z
    .string()
    .min(1)
    .max(8192)
    .transform((written) => splitList(written))
    .pipe(z.array(item).min(1).max(mostNamed))
    .meta({ description: listed });
}

function splitList(written: string): string[] {
  const parts = written.match(/(?:\\,|[^,])+/g) ?? [];
  return parts.map((part) => part.replaceAll('\\,', ',').trim()).filter((part) => part !== '');
}

const yesOrNo = z.enum(['true', 'false']).transform((written) => written === 'true');
const percent = wholeNumber.transform(Number).pipe(z.int().min(0).max(100));

const fields = {
  q: text(8192, 1).optional().meta({
    description:
      'A value as it is or defanged, or words of descriptions, tags and, of indicators, comments',
  }),
  mode: z.enum(searchModes).optional().meta({
    description:
      'How q is read. auto: exact if it reads as an indicator, else words. below: a domain and all below it. host: the URLs of a host. contains, inside: networks',
  }),
  type: listOf(z.enum(indicatorTypes)).optional(),
  tag: listOf(text(limits.tagBytes, 1)).optional(),
  tagMatch: z.enum(['all', 'any']).optional().meta({ description: 'all, unless you say any' }),
  owner: listOf(id).optional(),
  audience: listOf(audienceName).optional(),
  group: listOf(id).optional().meta({ description: 'As audience=group:<id>' }),
  status: listOf(z.enum(statuses)).optional(),
  severity: listOf(z.enum(severities)).optional(),
  confidenceMin: percent.optional(),
  confidenceMax: percent.optional(),
  tlp: listOf(z.enum(tlps)).optional(),
  review: listOf(z.enum(reviewStatuses)).optional(),
  reaction: listOf(z.enum(reactionKinds)).optional(),
  publishedSince: time.optional(),
  publishedUntil: time.optional(),
  changedSince: time.optional(),
  changedUntil: time.optional(),
  activeSince: time.optional(),
  activeUntil: time.optional(),
  expired: yesOrNo.optional().meta({ description: 'true: your own that are over, and no others' }),
  disputed: yesOrNo.optional(),
  sort: z.enum(['newest', 'oldest']).optional().meta({
    description:
      'By when it was first seen in one of your audiences; newest, unless you say oldest',
  }),
  kind: z.enum(['indicator', 'descriptor']).optional(),
  limit: wholeNumber.transform(Number).pipe(z.int().min(1).max(searchPageSize)).optional(),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{38,8000}$/, { error: 'must be a cursor of an answer' })
    .optional(),
  facets: listOf(z.enum(facetNames)).optional(),
  explain: yesOrNo.optional(),
};

const allowed = Object.keys(fields).join(', ');

export const searchQuery = z.strictObject(fields, {
  error: ({ code }) =>
    code === 'unrecognized_keys' ? `There is no such field here; there are ${allowed}` : undefined,
});

const count = z.int().min(0);
const facetValue = z.strictObject({
  value: z.string(),
  count: count.optional(),
  atLeast: count.optional(),
  atMost: count.optional(),
});

const facets = z.partialRecord(z.enum(facetNames), z.array(facetValue)).meta({
  id: 'Facets',
  description:
    'Opinions that match by what they say themselves: exact up to 1,000 rows, beyond that at least and at most so many',
});

const readAs = z
  .strictObject({
    mode: z.enum(searchModes),
    values: z.array(z.string()),
    types: z.array(indicatorType).optional(),
  })
  .meta({ description: 'How q was read' });

const plan = z
  .strictObject({
    driver: z.string().meta({ description: 'The condition whose lists were walked' }),
    lists: count,
    audiences: count,
    probed: z.array(z.strictObject({ condition: z.string(), listed: count, isAll: z.boolean() })),
    checked: z.array(z.string()).meta({ description: 'What each candidate was held against' }),
    rounds: count,
    candidates: count,
    units: z.number(),
  })
  .meta({ id: 'SearchPlan' });

export const searchReply = z
  .strictObject({
    indicators: z.array(indicatorView).optional(),
    descriptors: z.array(descriptorView).optional(),
    complete: z.boolean().meta({
      description:
        'False where the read budget was spent before the page was full. Nothing is left out: the cursor goes on',
    }),
    cursor: z
      .string()
      .optional()
      .meta({ description: 'There is more: send it with the same query' }),
    budget: z.strictObject({ readUnits: z.number(), spent: z.number() }),
    readAs: readAs.optional(),
    remarks: z.array(z.strictObject({ code: z.string(), detail: z.string() })).optional(),
    advice: z.string().optional(),
    facets: facets.optional(),
    plan: plan.optional(),
  })
  .meta({ id: 'SearchResults' });

export const searchRoute = defineRoute({
  operationId: 'search',
  method: 'GET',
  path: '/v1/search',
  function: 'search',
  summary: 'What you may see, by value, words, tags and all else that is said of it',
  query: searchQuery,
  replies: { 200: searchReply },
  isRead: true,
});
