import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const many = (value: string, help: string) =>
  ({ type: 'string', multiple: true, value, help }) as const;

const condition: Options = {
  exact: many('VALUE', 'this value (repeatable, as all that follow)'),
  below: many('DOMAIN', 'this domain and all below it'),
  inside: many('CIDR', 'what lies in this address or subnet'),
  contains: many('CIDR', 'the subnets that this lies in'),
  tag: many('TAG', 'what is tagged so'),
  type: many('TYPE', 'what is of this type'),
  owner: many('ID', 'what this member says'),
  audience: many('AUDIENCE', 'what this one of your audiences is shown'),
  'status-at-least': { type: 'string', value: 'STATUS', help: 'SUSPICIOUS: that or MALICIOUS' },
  'severity-at-least': { type: 'string', value: 'LEVEL', help: 'UNKNOWN … APOCALYPSE' },
  'confidence-at-least': { type: 'string', value: '0-100', help: 'how sure its owner is' },
  mine: { type: 'boolean', help: 'what others say of what you published' },
  file: {
    type: 'string',
    value: 'FILE',
    help: 'values, one a line, for the list that --into names',
  },
  into: { type: 'string', value: 'LIST', help: 'exact, below (default), inside or contains' },
};

export const watch: Command = {
  name: 'watch',
  usage: 'watch list | add NAME | test | pause ID | resume ID | remove ID [options]',
  summary: 'be told of what concerns you: make, try and end watches',
  notes: [
    'add makes a watch of one condition: all that the options say must hold, and of an option that is repeated any',
    'one does. A file may have 10,000 lines; it goes in pieces. test tells what the condition would have matched in',
    'the last --days, and keeps nothing; exit code 1: there may be more.',
  ],
  options: {
    ...condition,
    expires: { type: 'string', value: 'TIME', help: 'add: until when, 2027-01-01T00:00:00Z' },
    days: { type: 'string', value: 'N', help: 'test: 1 to 90 (default 7)' },
    ...connectionOptions,
    json: { type: 'boolean', help: 'machine-readable output on stdout' },
  },
  load: async () => (await import('./watch/watch-command')).watch,
};
