import { auditCommands } from './audit-commands';
import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';
import { credentialCommands } from './credential-commands';
import { departureCommands } from './departure-commands';
import { discussionCommands } from './discussion-commands';
import { groups } from './group-command';
import { joiningCommands } from './joining-commands';
import { notifyCommands } from './notify-commands';
import { operatorCommands } from './operator-commands';
import { searchCommands } from './search-command';
import { watch } from './watch-command';

const json: Options = { json: { type: 'boolean', help: 'machine-readable output on stdout' } };

const audience: Options = {
  community: { type: 'boolean', help: 'everybody in the community may see them' },
  group: { type: 'string', multiple: true, value: 'ID|NAME', help: 'a privacy group (repeatable)' },
  member: { type: 'string', multiple: true, value: 'ID', help: 'one other member (repeatable)' },
  'only-me': { type: 'boolean', help: 'nobody else' },
};

const opinion: Options = {
  status: {
    type: 'string',
    value: 'STATUS',
    help: 'MALICIOUS, SUSPICIOUS, NON_MALICIOUS or UNKNOWN',
  },
  tag: { type: 'string', multiple: true, value: 'TAG', help: 'a tag for every line (repeatable)' },
  type: { type: 'string', value: 'TYPE', help: 'type of every line; else told from its form' },
  severity: { type: 'string', value: 'LEVEL', help: 'UNKNOWN … APOCALYPSE' },
  confidence: { type: 'string', value: '0-100', help: 'how sure you are' },
  tlp: { type: 'string', value: 'TLP', help: 'CLEAR, GREEN, AMBER (default), AMBER+STRICT or RED' },
  description: { type: 'string', value: 'TEXT', help: 'a text for every line' },
  expires: { type: 'string', value: 'WHEN', help: 'a time, or 12h, 30d, 8w from now' },
};

const secondColumn: Options = {
  'second-column': {
    type: 'string',
    value: 'WHAT',
    help: 'tag (default), description or ignore',
  },
};

const publish: Command = {
  name: 'publish',
  usage:
    'publish FILE|- --status STATUS (--community | --group ID | --member ID | --only-me) [options]',
  summary: 'publish a file of indicators, one a line',
  notes: [
    'A line is a value, or value<TAB>tag. Blank lines, # comments and headings are skipped; gzip is unpacked.',
    'Every line is accounted for: lines = accepted + duplicate + refused + skipped (+ unacknowledged when the',
    'exchange fails). A duplicate stands earlier in the input, where the first line counts, or was published',
    'by you before, when its opinion is brought up to date. A wrong line never stops the rest.',
  ],
  options: {
    ...audience,
    ...opinion,
    ...secondColumn,
    plan: { type: 'string', value: 'ID', help: 'fail if others have joined since tocsin plan' },
    'dry-run': { type: 'boolean', help: 'judge the lines here, send nothing' },
    report: { type: 'string', value: 'FILE', help: 'every line that was not accepted, as NDJSON' },
    parallel: { type: 'string', value: 'N', help: 'requests under way at once (default 2)' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./publish/publish-command')).publish,
};

const plan: Command = {
  name: 'plan',
  usage:
    'plan FILE|- --status STATUS (--community | --group ID | --member ID | --only-me) [options]',
  summary: 'who would see a file of indicators; nothing is published',
  notes: [
    'The lines and options are those of publish. It tells the number of members of each audience, names where they',
    'may be seen, what the TLP says, and the lines that would be refused. Publish with --plan ID in the next hour:',
    'it fails, and tells who, if others have joined since.',
  ],
  options: { ...audience, ...opinion, ...secondColumn, ...connectionOptions, ...json },
  load: async () => (await import('./plan/plan-command')).plan,
};

const lookUp: Command = {
  name: 'lookup',
  usage: 'lookup VALUE…|- [options]',
  summary: 'what others know of values',
  notes: [
    'With - the values are read from stdin, one a line; with --json a line for each, in order.',
  ],
  options: {
    expand: { type: 'boolean', help: 'with each opinion' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./lookup/lookup-command')).lookUp,
};

const match: Command = {
  name: 'match',
  usage: 'match FILE|- [options]',
  summary: 'what others know of what a log, a mail or a list names; NDJSON out',
  notes: [
    'Finds URLs, domains, IP addresses, subnets, e-mail addresses and hashes, raw or defanged, and the host of each',
    'that has one. stdout has a line for each one that is known: line, value, type, raw, indicatorId, summary.',
    'gzip is unpacked, quoted-printable parts of mails are decoded, parts in base64 are not. At the end stderr tells',
    'lines, and found = known + unknown + refused (+ unanswered when the exchange fails). Refused is what may be a',
    'domain or a file, such as form.zip. Exit code 1: a line of over 1 MB was left out.',
  ],
  options: {
    all: { type: 'boolean', help: 'a line for what is unknown or refused, too' },
    parallel: { type: 'string', value: 'N', help: 'requests under way at once (default 2)' },
    ...connectionOptions,
    json: { type: 'boolean', help: 'the tally as JSON, too' },
  },
  load: async () => (await import('./match/match-command')).match,
};

const feed: Command = {
  name: 'feed',
  usage: 'feed [AUDIENCE --out FILE] [options]',
  summary: 'sync an audience into a file, and verify the copy; without an audience, list them',
  notes: [
    'An audience is community, me, group:<id or name> or member:<id>. FILE has one JSON object a line and is',
    'replaced at once, when the copy has been verified. FILE.sync beside it remembers how far the copy has come:',
    'a sync that was killed goes on from there.',
  ],
  options: {
    out: { type: 'string', value: 'FILE', help: 'where the copy goes' },
    follow: { type: 'boolean', help: 'go on until ^C' },
    anew: { type: 'boolean', help: 'forget the copy, begin from the start' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./feed/feed-command')).feed,
};

export const commands: readonly Command[] = [
  publish,
  plan,
  lookUp,
  match,
  ...searchCommands,
  watch,
  feed,
  groups,
  ...discussionCommands,
  ...credentialCommands,
  ...notifyCommands,
  ...joiningCommands,
  ...departureCommands,
  ...auditCommands,
  ...operatorCommands,
];
