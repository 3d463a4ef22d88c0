import { parseArgs } from 'node:util';
import { type Arguments, type Options, usage } from './command';
import { messageOf } from './message-of';
import { nearest } from './nearest';

/** Arguments against the options of a command; what it does not know is refused with the nearest that it does. */
export function readArguments(argv: readonly string[], options: Options): Arguments {
  const { values, positionals } = parse(argv, options);
  const all = (option: string) => {
    const value = values[option];
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  };
  return {
    positionals,
    has: (option) => values[option] === true,
    one: (option) => all(option)[0],
    all,
  };
}

function parse(argv: readonly string[], options: Options) {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  try {
    return parseArgs({ args: [...argv], options: config, allowPositionals: true });
  } catch (error) {
    throw usage(explain(error, Object.keys(options)));
  }
}

function explain(error: unknown, known: readonly string[]): string {
  const message = messageOf(error);
  const [, unknown] = /^Unknown option '-{1,2}([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return message;
  const near = nearest(unknown, known);
  return `unknown option --${unknown}${near ? `: did you mean --${near}?` : ''}`;
}
