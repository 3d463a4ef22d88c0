import { type Arguments, type ExitCode, type Io, usage } from '../command';
import { groupId } from '../connection';
import { type CredentialsFile, readCredentials } from '../credentials-file';
import { confirm } from './confirm';
import { connectFunctions } from './operator-functions';
import { showWalk } from './show-walk';
import { walk } from './walk';

/** `tocsin rebuild-index (--all | AUDIENCE…)` */
export async function rebuildIndex(args: Arguments, io: Io): Promise<ExitCode> {
  const audiences = audiencesOf(args, io);
  const functions = await connectFunctions(args, io);
  try {
    const what = audiences?.join(', ') ?? 'all audiences';
    await confirm(
      `Rebuild ${what}? Every follower gets feed.reset and takes its copy from the start.`,
      args,
      io,
    );
    const request = { job: 'rebuild-index', ...(audiences && { audiences }) } as const;
    const reply = await walk(functions, request, args, io);
    return await showWalk(reply, `rebuilt   ${what}`, args, io);
  } finally {
    functions.close();
  }
}

/** Undefined are all: that is said, never left out by mistake. */
function audiencesOf(args: Arguments, io: Io): string[] | undefined {
  const names = args.positionals;
  if (args.has('all') === names.length > 0) {
    throw usage('which audiences? Give their names, or --all');
  }
  const file = args.one('stage') === undefined ? readCredentials(io) : undefined;
  return args.has('all') ? undefined : names.map((name) => audienceNamed(name, file));
}

function audienceNamed(name: string, file: CredentialsFile | undefined): string {
  if (name === 'community') return name;
  const [, kind, rest = ''] = /^(group|member):(.+)$/.exec(name) ?? [];
  if (kind === 'group') return `group:${groupId(rest, file)}`;
  if (kind === 'member' && /^[1-9][0-9]{0,18}$/.test(rest)) return name;
  throw usage(`'${name}' is no audience: community, group:<id or name>, member:<id>`);
}
