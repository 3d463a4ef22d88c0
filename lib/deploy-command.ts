import { type StageName, stageNameOf, stageNames } from './stage';

export interface DeployCommand {
  readonly stage: StageName;
  /** Print the command, run nothing. */
  readonly isDry: boolean;
  /** The arguments of `cdk`. */
  readonly command: readonly string[];
}

const usage = `usage: npm run deploy -- --stage ${stageNames.join('|')} [--dry] [arguments of cdk deploy]`;

/** `--stage` is never guessed: a deployment by default would be one to the wrong place. */
export function parseDeployArguments(args: readonly string[]): DeployCommand {
  const rest: string[] = [];
  let named: string | undefined;
  let isDry = false;
  const queue = [...args];
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === '--stage') named = queue.shift();
    else if (arg.startsWith('--stage=')) named = arg.slice('--stage='.length);
    else if (arg === '--dry') isDry = true;
    else rest.push(arg);
  }
  if (!named || named.startsWith('-')) throw new Error(`which stage?\n${usage}`);
  const stage = stageNameOf(named);
  return { stage, isDry, command: deployCommand(stage, rest) };
}

function deployCommand(stage: StageName, rest: readonly string[]): string[] {
  const isAnswered = rest.some((arg) => arg.startsWith('--require-approval'));
  const approval = isAnswered ? [] : ['--require-approval', 'broadening'];
  return ['deploy', '--all', '--context', `stage=${stage}`, ...approval, ...rest];
}
