import type { Command } from './command';
import { connectionOptions } from './connection-options';

const matches: Command = {
  name: 'matches',
  usage: 'matches [--all] [--ack] [options]',
  summary: 'what your watches have met and nobody has acknowledged; NDJSON out',
  notes: [
    'Newest first. --ack acknowledges what was printed, when it has been printed. An endpoint that nothing is sent to any',
    'more is named on stderr.',
  ],
  options: {
    all: { type: 'boolean', help: 'those that were acknowledged too' },
    ack: { type: 'boolean', help: 'acknowledge what is printed' },
    watch: { type: 'string', value: 'ID', help: 'of this watch alone' },
    limit: { type: 'string', value: 'N', help: 'how many at most (default 100)' },
    ...connectionOptions,
  },
  load: async () => (await import('./notify/matches-command')).matches,
};

const listen: Command = {
  name: 'listen',
  usage: 'listen [--port N] [--full] [--key KEY] [options]',
  summary: 'receive, verify and print webhooks on this machine until ^C',
  notes: [
    'Against the exchange on this machine it makes an endpoint, activates it, and removes it at the end; that needs a',
    'credential of role admin. With --key (what your endpoint verifies with) it only receives, behind a tunnel of yours.',
    'A line of JSON for each webhook; one whose signature does not hold is answered 401 and named on stderr.',
  ],
  options: {
    port: { type: 'string', value: 'N', help: 'of 127.0.0.1 (default: any that is free)' },
    full: { type: 'boolean', help: 'the words too, not ids alone' },
    key: { type: 'string', value: 'KEY', help: 'whpk_… or whsec_…, of an endpoint that is there' },
    ...connectionOptions,
  },
  load: async () => (await import('./notify/listen-command')).listen,
};

export const notifyCommands: readonly Command[] = [matches, listen];
