import type { Command } from './command';

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    'tocsin: the command line of a threat exchange',
    '',
    'usage: tocsin COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    `  ${'help'.padEnd(width)}this, or with the name of a command, its options`,
    '',
    'environment: TOCSIN_URL, TOCSIN_TOKEN, TOCSIN_DATA (folder of the local cloud: .tocsin), NO_COLOR',
    'exit codes: 0 all fine · 1 some refused, or not healthy · 2 usage · 3 not authorised · 4 exchange unreachable or failed',
    '            5 the copy of a feed is not the feed',
  ].join('\n');
}

export function commandHelp({ usage, summary, notes, options }: Command): string {
  const rows = Object.entries(options).map(([name, { value, help }]) => ({
    left: `--${name}${value ? ` ${value}` : ''}`,
    help,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 2;
  return [
    `usage: tocsin ${usage}`,
    '',
    summary,
    ...notes,
    '',
    ...rows.map(({ left, help }) => `  ${left.padEnd(width)}${help}`),
  ].join('\n');
}
