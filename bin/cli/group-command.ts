import type { Command } from './command';
import { connectionOptions } from './connection-options';

export const groups: Command = {
  name: 'groups',
  usage: 'groups VERB [GROUP] [MEMBER] [options]',
  summary: 'privacy groups: make them, join and leave them, see who is in',
  notes: [
    'list [--listed]            yours with your role; or those that you may ask to join',
    'create NAME                you are its owner; --description, --listed, --members-see, --owners-only',
    'show|roster|history GROUP  what it is, who is in it, what happened',
    'invite GROUP MEMBER        an owner asks a member in; invitations: who has asked you',
    'accept|decline GROUP       answer an invitation',
    'request GROUP              ask to join a listed group; requests GROUP: who asks (owners)',
    'approve|refuse GROUP MEMBER  answer a request (owners)',
    'appoint|dismiss GROUP MEMBER make a member an owner, or no owner any more (owners)',
    'remove GROUP MEMBER · leave GROUP',
    'A GROUP is an id, or its name in the credentials.json of a local cloud.',
  ],
  options: {
    listed: { type: 'boolean', help: 'list: those of the community; create: be one of them' },
    description: { type: 'string', value: 'TEXT', help: 'create: what the group is for' },
    'members-see': { type: 'boolean', help: 'create: members may know who is in' },
    'owners-only': { type: 'boolean', help: 'create: only owners may publish to it' },
    message: { type: 'string', value: 'TEXT', help: 'invite, request: a word to the other side' },
    ...connectionOptions,
    json: { type: 'boolean', help: 'machine-readable output on stdout' },
  },
  load: async () => (await import('./groups/groups-command')).groups,
};
