import type { Command } from './command';
import { connectionOptions } from './connection-options';

export const search: Command = {
  name: 'search',
  usage: 'search [WORD|VALUE…] [FIELD=VALUE…] [options]',
  summary: 'what you may see, by value, words, tags and all else that is said; NDJSON out',
  notes: [
    'A value, raw or defanged, is looked for as it is, anything else as words of descriptions and tags. Fields are',
    'those of GET /v1/search: mode (exact, prefix, below, host, contains, inside, words), type, tag, owner, group,',
    'status, publishedSince and so on; several values have commas between them. It follows the pages up to --limit.',
  ],
  options: {
    limit: { type: 'string', value: 'N', help: 'how many at most (default 100)' },
    ...connectionOptions,
  },
  load: async () => (await import('./search/search-command')).search,
};
