import { type Arguments, type ExitCode, exitCodes, type Io, usage } from '../command';
import { connect } from '../connect';
import { groupId } from '../connection';
import { nearest } from '../nearest';
import { print } from '../printable';
import { progressBar } from '../progress-bar';
import { acts } from './group-acts';
import { type Line, reads } from './group-reads';

/** `tocsin groups VERB [GROUP] [MEMBER]` */
export async function groups(args: Arguments, io: Io): Promise<ExitCode> {
  const [verb, ...named] = args.positionals;
  const read = reads[verb ?? ''];
  const act = acts[verb ?? ''];
  const takes = read?.takes ?? act?.takes;
  if (!takes) throw unknownVerb(verb);
  if (named.length !== takes.length) {
    throw usage(`tocsin groups ${[verb, ...takes].join(' ')}`);
  }
  const { connection, client } = connect(args, io, progressBar(io));
  const [first = '', second = ''] = named;
  const group = takes[0] === 'GROUP' ? groupId(first, connection.file) : first;
  const member = second === '' ? connection.memberId : memberId(second);
  const subject = { group, member };
  const lines = read
    ? read.run(subject, { client, args })
    : (act?.run(subject, { client, args }) ?? nothing());
  for await (const { text, json } of lines) {
    await print(io.stdout, args.has('json') ? JSON.stringify(json) : text);
  }
  return exitCodes.ok;
}

function memberId(text: string): string {
  if (/^[1-9][0-9]{0,18}$/.test(text)) return text;
  throw usage('a MEMBER is an id: decimal digits');
}

async function* nothing(): AsyncGenerator<Line> {
  // A verb is either read or done.
}

function unknownVerb(verb: string | undefined) {
  const verbs = [...Object.keys(reads), ...Object.keys(acts)];
  if (verb === undefined) return usage(`groups takes a verb: ${verbs.join(', ')}`);
  const near = nearest(verb, verbs);
  return usage(`groups does not know '${verb}'${near ? `: did you mean ${near}?` : ''}`);
}
