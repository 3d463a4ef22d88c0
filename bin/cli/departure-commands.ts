import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const json: Options = { json: { type: 'boolean', help: 'machine-readable output on stdout' } };

const member: Command = {
  name: 'member',
  usage: 'member show|suspend|quarantine|reinstate|expel|exposure ID [options]',
  summary: 'the operator: shut a member out, let it in again, and see what it could read',
  notes: [
    'suspend refuses its credentials, and what it gave stays. quarantine hides besides what it said since a time,',
    'within a minute, and withholds it until reinstate gives it back word for word. expel takes back everything, for',
    'good. show says how far what follows has come; exposure what the member could read.',
  ],
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why; it is kept with the decision' },
    since: {
      type: 'string',
      value: 'WHEN',
      help: 'of a quarantine: hide what it said since this time (default: 30 days back)',
    },
    yes: { type: 'boolean', help: 'do not ask before expel' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./departure/member-command')).member,
};

const withdraw: Command = {
  name: 'withdraw',
  usage: 'withdraw [--reason TEXT] [--yes] [options]',
  summary:
    'leave for good: your credentials end now, and everything that you ever gave is retracted',
  notes: [
    'Prints the address of the report, once: it needs no credential. Look at it until it says when it ended.',
  ],
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why; the operator may read it' },
    yes: { type: 'boolean', help: 'do not ask' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./departure/withdraw-command')).withdraw,
};

export const departureCommands: readonly Command[] = [member, withdraw];
