import type { Command } from './command';
import { connectionOptions } from './connection-options';

const audit: Command = {
  name: 'audit',
  usage: 'audit list|verify [--member ID] [options]',
  summary: 'who did, read or exported what; and whether the record is whole',
  notes: [
    'verify makes the hash chain again from its entries, holds it against its head and the sealed days, and names',
    'the first entry that was changed, is missing or was inserted (exit code 5). It needs a credential of role admin;',
    "an operator names the member, or exchange for what no member did, and has every day's root compared too.",
  ],
  options: {
    member: { type: 'string', value: 'ID', help: "an operator's choice: whose audit, or exchange" },
    kind: { type: 'string', value: 'KIND', help: 'list only these, such as feed.read' },
    after: { type: 'string', value: 'N', help: 'list what comes after this entry' },
    ...connectionOptions,
    json: { type: 'boolean', help: 'machine-readable output on stdout' },
  },
  load: async () => (await import('./audit/audit-command')).audit,
};

export const auditCommands: readonly Command[] = [audit];
