import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const limit: Options = {
  limit: { type: 'string', value: 'N', help: 'how many at most (default 100)' },
};

const toFile: Options = {
  out: { type: 'string', value: 'FILE', help: 'into a file, which is replaced when all is there' },
};

const search: Command = {
  name: 'search',
  usage: 'search [WORD|VALUE…] [FIELD=VALUE…] [options]',
  summary: 'what you may see, by value, words, tags and all else that is said; NDJSON out',
  notes: [
    'A value, raw or defanged, is looked for as it is, anything else as words of descriptions and tags. Fields are',
    'those of GET /v1/search: mode (exact, prefix, below, host, contains, inside, words), type, tag, owner, group,',
    'status, publishedSince and so on; several values have commas between them. It follows the pages up to --limit.',
  ],
  options: { ...limit, ...connectionOptions },
  load: async () => (await import('./search/search-command')).search,
};

const searches: Command = {
  name: 'searches',
  usage: 'searches [put NAME WORD|VALUE|FIELD=VALUE… | run NAME | remove NAME] [options]',
  summary: 'searches that your organisation keeps by name',
  notes: [
    'put takes what search takes. run asks it as it was kept; FIELD=VALUE behind the name goes before what was kept.',
  ],
  options: { ...limit, ...connectionOptions },
  load: async () => (await import('./search/searches-command')).searches,
};

const exporting: Command = {
  name: 'export',
  usage: 'export [WORD|VALUE|FIELD=VALUE…] [--feed AUDIENCE | --saved NAME] [options]',
  summary: 'what may be blocked, as NDJSON, CSV or a block list, to stdout or a file',
  notes: [
    'What is current, undisputed and MALICIOUS, unless you name another status=. Without --feed it is what a search',
    'finds, with the fields of search; of a feed the fields are status and confidenceMin. It follows all pages.',
  ],
  options: {
    format: { type: 'string', value: 'FORM', help: 'ndjson (default), csv or list' },
    feed: { type: 'string', value: 'AUDIENCE', help: 'community, me, group:ID|NAME, member:ID' },
    saved: { type: 'string', value: 'NAME', help: 'a saved search' },
    kinds: { type: 'string', value: 'KINDS', help: 'of a list: domains, ips, urls, hashes …' },
    'no-comments': { type: 'boolean', help: 'a list without lines that begin with #' },
    ...toFile,
    ...connectionOptions,
  },
  load: async () => (await import('./search/export-command')).exportFound,
};

const lists: Command = {
  name: 'lists',
  usage: 'lists [put NAME FIELD=VALUE… | get NAME | remove NAME] [options]',
  summary: 'lists at stable addresses, for firewalls that can only GET',
  notes: [
    'put takes feed (an audience) or saved (a search of yours by its name), format (ndjson, csv, list), kinds, status,',
    'confidenceMin and comments=false.',
    'The first copy of a list is made within minutes; get prints it.',
  ],
  options: { ...toFile, ...connectionOptions },
  load: async () => (await import('./search/lists-command')).lists,
};

export const searchCommands: readonly Command[] = [search, searches, exporting, lists];
