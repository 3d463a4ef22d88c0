import type { Command, Options } from './command';
import { connectionOptions } from './connection-options';

const json: Options = { json: { type: 'boolean', help: 'machine-readable output on stdout' } };

const credentials: Command = {
  name: 'credentials',
  usage:
    'credentials list | issue NAME --role ROLE | rotate ID | revoke ID | report-leak [options]',
  summary: 'the people and machines of your member, each with a credential of its own',
  notes: [
    'issue and rotate print the new token on stdout, this once. A rotated token is accepted for a day more, or as',
    'long as --overlap says; 0 ends it at once. report-leak reads a token on stdin and ends it, whoever holds it.',
  ],
  options: {
    role: { type: 'string', value: 'ROLE', help: 'admin, analyst, reader or machine' },
    scope: {
      type: 'string',
      multiple: true,
      value: 'SCOPE',
      help: 'less than the role holds: read, publish, administer (repeatable)',
    },
    expires: { type: 'string', value: 'WHEN', help: 'a time, or 12h, 30d, 8w from now' },
    from: {
      type: 'string',
      multiple: true,
      value: 'ADDRESS',
      help: 'an address or block from where alone it is accepted (repeatable)',
    },
    overlap: { type: 'string', value: 'SECONDS', help: 'of rotate: 0 to 604800 (default 86400)' },
    leaked: { type: 'boolean', help: 'of revoke: it leaked, so all that it gave ends with it' },
    ...connectionOptions,
    ...json,
  },
  load: async () => (await import('./credentials/credentials-command')).credentials,
};

const directory: Command = {
  name: 'directory',
  usage: 'directory [options]',
  summary: 'the members who chose to be listed',
  notes: ['Be listed yourself with PATCH /v1/me {"isListed": true}.'],
  options: { ...connectionOptions, ...json },
  load: async () => (await import('./credentials/directory-command')).directory,
};

export const credentialCommands: readonly Command[] = [credentials, directory];
