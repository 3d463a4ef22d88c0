import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const json: Options = { json: { type: 'boolean', help: 'machine-readable output on stdout' } };

const saidTo: Options = {
  community: { type: 'boolean', help: 'everybody in the community may see it' },
  group: { type: 'string', multiple: true, value: 'ID|NAME', help: 'a privacy group (repeatable)' },
  member: { type: 'string', multiple: true, value: 'ID', help: 'one other member (repeatable)' },
  'only-me': { type: 'boolean', help: 'nobody else' },
};
const common: Options = { ...connectionOptions, ...json };

const comment: Command = {
  name: 'comment',
  usage: 'comment VALUE|ID TEXT (--community | --group ID | --member ID | --only-me) [options]',
  summary: 'say something about an indicator that you see',
  notes: ['The id of the comment is printed on stdout.'],
  options: {
    ...saidTo,
    'reply-to': { type: 'string', value: 'ID', help: 'the comment that it answers' },
    ...common,
  },
  load: async () => (await import('./discussion/say-commands')).comment,
};

const react: Command = {
  name: 'react',
  usage: 'react VALUE|ID KIND (--community | --group ID | --member ID | --only-me) [options]',
  summary: "react to an indicator, or to another's opinion on it",
  notes: [
    'KIND is one of HELPFUL, NOT_HELPFUL, NON_MALICIOUS, SAW_THIS_TOO and the others of the API.',
  ],
  options: {
    ...saidTo,
    descriptor: { type: 'boolean', help: 'ID is the id of a descriptor' },
    remove: { type: 'boolean', help: 'take it back' },
    ...common,
  },
  load: async () => (await import('./discussion/say-commands')).react,
};

const relate: Command = {
  name: 'relate',
  usage:
    'relate VALUE|ID KIND VALUE|ID (--community | --group ID | --member ID | --only-me) [options]',
  summary: 'say how an indicator leads to another',
  notes: ['KIND is same_file, resolves_to, hosts, downloads, drops, variant_of or related_to.'],
  options: { ...saidTo, ...common },
  load: async () => (await import('./discussion/say-commands')).relate,
};

const discussion: Command = {
  name: 'discussion',
  usage: 'discussion VALUE|ID [options]',
  summary: 'what members say about an indicator: reactions, related indicators, comments',
  notes: [],
  options: common,
  load: async () => (await import('./discussion/discussion-command')).discussion,
};

export const discussionCommands: readonly Command[] = [comment, react, relate, discussion];
