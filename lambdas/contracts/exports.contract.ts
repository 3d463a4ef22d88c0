import { z } from 'zod';
import { statuses } from '../core/descriptor';
import { listKinds } from '../core/export/block-list';
import { contentTypes, exportFormats } from '../core/export/render';
import { audienceName, micros, wholeNumber } from './fields';
import { thingName } from './named';
import { defineRoute } from './route';
import { searchQuery } from './search.contract';

const yesOrNo = z.enum(['true', 'false']).transform((written) => written === 'true');

export const exportFormat = z.enum(exportFormats);
export const kindsText = z
  .string()
  .regex(new RegExp(`^(${listKinds.join('|')})(,(${listKinds.join('|')}))*$`), {
    error: `must be of ${listKinds.join(', ')}, with commas between them`,
  })
  .transform((written) => written.split(',').flatMap((each) => listKinds.filter((k) => k === each)))
  .meta({ description: 'Which values of a block list; all of them, unless you name some' });

const rendering = {
  format: exportFormat.default('ndjson'),
  kinds: kindsText.optional(),
  comments: yesOrNo.optional().meta({
    description: 'Whether a block list has its TLP as a first line with #; true, unless you say no',
  }),
};

const text = { media: [...new Set(Object.values(contentTypes))], replies: { 200: z.string() } };
const exports = { function: 'export', isRead: true, method: 'GET', ...text } as const;

/** Only what is current and not disputed leaves, and an indicator at a time: nobody asks for anything else. */
const decided = {
  kind: true,
  expired: true,
  disputed: true,
  explain: true,
  facets: true,
  limit: true,
} as const;

export const exportSearchRoute = defineRoute({
  ...exports,
  operationId: 'exportSearch',
  path: '/v1/export',
  summary:
    'What a search finds, as NDJSON, CSV or a block list: what is current, undisputed and MALICIOUS, unless you name another status; Link leads to the next page. With `saved` the fields beside it say what is otherwise',
  query: searchQuery.omit(decided).extend({ ...rendering, saved: thingName.optional() }),
});

const percent = wholeNumber.transform(Number).pipe(z.int().min(0).max(100));

export const exportFeedRoute = defineRoute({
  ...exports,
  operationId: 'exportFeed',
  path: '/v1/feeds/{audience}/export',
  summary:
    'What one audience holds now, as NDJSON, CSV or a block list, by the same rule; Link leads to the next page',
  params: z.strictObject({ audience: audienceName }),
  query: z.strictObject({
    ...rendering,
    status: z.enum(statuses).optional(),
    confidenceMin: percent.optional(),
    after: wholeNumber.transform(Number).pipe(micros).optional(),
  }),
});
