import { type Command, type ExitCode, exitCodes, Failure, type Io, usage } from './command';
import { commands } from './commands';
import { commandHelp, generalHelp } from './help';
import { messageOf } from './message-of';
import { nearest } from './nearest';
import { print } from './printable';
import { readArguments } from './read-arguments';

/** One run of `tocsin`, to its exit code: nothing is thrown, nothing ends the process. */
export async function runCommandLine(
  argv: readonly string[],
  io: Io,
  version: string,
): Promise<ExitCode> {
  try {
    return await run(argv, io, version);
  } catch (error) {
    io.stderr.write(`tocsin: ${messageOf(error)}\n`);
    if (error instanceof Failure) return error.exitCode;
    if (io.env['DEBUG'] && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return exitCodes.failed;
  }
}

async function run(argv: readonly string[], io: Io, version: string): Promise<ExitCode> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    await print(io.stderr, generalHelp(commands));
    return exitCodes.usage;
  }
  if (first === '--version') return answer(version, io);
  if (first === 'help' || first === '--help' || first === '-h') return answer(helpOn(rest[0]), io);
  const command = commandNamed(first);
  if (rest.includes('--help') || rest.includes('-h')) return answer(commandHelp(command), io);
  const args = readArguments(rest, command.options);
  return (await command.load())(args, io);
}

function helpOn(name: string | undefined): string {
  return name === undefined ? generalHelp(commands) : commandHelp(commandNamed(name));
}

function commandNamed(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command) return command;
  const names = commands.map((one) => one.name);
  const near = nearest(name, names);
  throw usage(
    `there is no command '${name}'${near ? `: did you mean ${near}?` : ''} (tocsin help)`,
  );
}

async function answer(text: string, io: Io): Promise<ExitCode> {
  await print(io.stdout, text);
  return exitCodes.ok;
}
